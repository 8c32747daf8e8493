/**
 * Cache une question tant que sa condition n’est pas remplie. Sans ce fichier, elle se lit avec sa condition, et le serveur ne l’exige que
 * si elle vaut. Ce qui est caché garde ce qui y fut écrit : changer d’avis ne perd rien.
 */
for (const zone of document.querySelectorAll<HTMLElement>('[data-conditions]')) {
  const siennes = [...zone.querySelectorAll<HTMLElement>('[data-si]')]
  const donnees = (nom: string): string[] =>
    [...zone.querySelectorAll<HTMLInputElement>(`input[name="${CSS.escape(nom)}"]`)]
      // Une question cachée n’a pas été posée : sa réponse n’ouvre rien.
      .filter((e) => e.checked && e.closest('[data-si][hidden]') === null)
      .map((e) => e.value)
  const regler = (): void => {
    for (const el of siennes) {
      const parmi = (el.dataset.parmi ?? '').split(' ')
      el.hidden = !donnees(el.dataset.si ?? '').some((v) => parmi.includes(v))
      el.querySelector<HTMLElement>('.sub')?.toggleAttribute('hidden', true)
    }
  }
  zone.addEventListener('change', regler)
  regler()
}

export {}
