export function watch(mark, owner) {
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      observer.disconnect();
      owner.invokeMethodAsync('Tell');
    }
  }, { rootMargin: '800px' });
  observer.observe(mark);
  return { stop: () => observer.disconnect() };
}
