"""How the page is reached: its addresses, who may ask from where, and the server itself."""
