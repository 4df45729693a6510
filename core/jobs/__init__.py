"""Work that is done regularly beside the web workers: `flask --app app jobs run`."""
