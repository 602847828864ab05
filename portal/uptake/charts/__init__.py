"""Charts as SVG that stands alone: attributes only, no style sheet, every word escaped."""
