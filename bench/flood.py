# A flood of real events, for bench/flood.mjs: connects to a stream netdev of QEMU and leaves again, two events each
# time, so many a second. Python, for Node would flood no faster than it could be flooded.
# python3 flood.py SOCKET RATE SECONDS; prints how many events there were.
import socket
import sys
import time

path, rate, seconds = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
events = 0
start = time.monotonic()
while (elapsed := time.monotonic() - start) < seconds:
    if events >= elapsed * rate:
        time.sleep(0.001)
        continue
    with socket.socket(socket.AF_UNIX) as visit:
        visit.connect(path)
    events += 2
print(events)
