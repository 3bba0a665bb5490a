"""What a session and a judge share: the loop that serves requests, the shell, outputs and interrupts."""
