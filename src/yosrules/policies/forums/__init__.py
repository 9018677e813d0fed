"""What a forum policy says of forums: who attends, when they sit, and by when a case is heard."""
