"""The command `indicators`: what is asked, and where its answers go."""
