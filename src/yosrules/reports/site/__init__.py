"""What every page in HTML is made of: one template, one stylesheet, one catalogue of words."""
