/**
 * Ce que toute page gagne quand le script est là : un formulaire ne part qu'une fois. Rien ne manque sans lui.
 */
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
