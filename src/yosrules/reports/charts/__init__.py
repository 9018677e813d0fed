"""Charts for pages: each is plain data for Vega-Lite, drawn as SVG without a browser or a network."""
