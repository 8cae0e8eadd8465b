// Runs before the first paint, so that a chosen theme never flashes the other one. Kept apart: inline scripts are barred.
try {
  const theme = localStorage.getItem('parley:theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is barred: the system's theme it is.
}
