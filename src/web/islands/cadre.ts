/**
 * Ce que toute page gagne quand le script est là : la touche « / » mène à la recherche, un formulaire ne part
 * qu'une fois. Rien ne manque sans lui.
 */
const ecrit = (cible: EventTarget | null): boolean =>
  cible instanceof HTMLElement && (cible.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(cible.tagName))

document.addEventListener('keydown', (e) => {
  if (e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey || ecrit(e.target)) return
  const recherche = document.querySelector<HTMLInputElement>('input[aria-keyshortcuts="/"]')
  // Masquée au téléphone, elle ne prend pas la main.
  if (!recherche || recherche.offsetParent === null) return
  e.preventDefault()
  recherche.focus()
  recherche.select()
})

document.addEventListener('submit', (e) => {
  const form = e.target
  if (!(form instanceof HTMLFormElement) || !('envoiUnique' in form.dataset) || e.defaultPrevented) return
  if (form.dataset.envoiUnique === 'parti') {
    e.preventDefault()
    return
  }
  form.dataset.envoiUnique = 'parti'
  form.setAttribute('aria-busy', 'true')
})

// Revenir en arrière rend la page telle qu'elle était partie : elle doit pouvoir repartir.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-envoi-unique="parti"]')) {
    form.dataset.envoiUnique = ''
    form.removeAttribute('aria-busy')
  }
})

// La liste des reprises prend la main : la personne sait que la page est revenue, et par où commencer.
document.querySelector<HTMLElement>('#reprendre')?.focus()

export {}
