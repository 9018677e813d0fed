"""The laws that a policy, a scale, a domain or a framework must keep."""
