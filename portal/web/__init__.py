"""Flask glue that knows no feature: guard, pages, forms, components, PDF, errors."""
