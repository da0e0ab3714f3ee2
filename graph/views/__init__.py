"""What people see: pages and interactive pictures. Text from records never becomes live HTML or script."""
