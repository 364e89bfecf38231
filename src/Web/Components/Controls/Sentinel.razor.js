export function attach(mark, owner) {
  // The page was left while this was loading.
  if (!mark) return { detach() {} };
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      observer.disconnect();
      owner.invokeMethodAsync('Tell');
    }
  }, { rootMargin: '800px' });
  observer.observe(mark);
  return { detach: () => observer.disconnect() };
}
