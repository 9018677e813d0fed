"""What `yosrules new-plugin` writes, one file a kind of plugin."""
