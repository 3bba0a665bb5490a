import time

time.sleep(3600)  # waits for a server that never answers
