"""What is done with a request for release: asked, answered, accepted, handed on, closed."""
