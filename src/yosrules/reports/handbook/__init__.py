"""The handbook: a site of everything installed, made from policies only, with a page on which to ask "what if"."""
