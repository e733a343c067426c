"""Where the rooms are put together: settings, command line, setup, doctor, bench, demo."""
