/**
 * Glisser une demi-journée du planning ouvre le formulaire où elle se déplace, déjà rempli. Rien ne change avant qu'on ne
 * l'envoie ; sans ce fichier, la session et ses demi-journées se changent par leurs pages.
 */
let portee: HTMLElement | undefined

const caseDe = (cible: EventTarget | null): HTMLElement | null =>
  cible instanceof Element ? cible.closest<HTMLElement>('.planning td[data-jour]') : null

for (const prise of document.querySelectorAll<HTMLElement>('.planning .prise[data-seance]')) {
  prise.draggable = true
  prise.addEventListener('dragstart', (e) => {
    portee = prise
    prise.classList.add('portee')
    e.dataTransfer?.setData('text/plain', prise.dataset.seance ?? '')
    if (e.dataTransfer) e.dataTransfer.effectAllowed = 'move'
  })
  prise.addEventListener('dragend', () => {
    prise.classList.remove('portee')
    for (const c of document.querySelectorAll('.planning td.vise')) c.classList.remove('vise')
    portee = undefined
  })
}

document.addEventListener('dragover', (e) => {
  const visee = portee && caseDe(e.target)
  if (!visee) return
  e.preventDefault()
  for (const c of document.querySelectorAll('.planning td.vise')) if (c !== visee) c.classList.remove('vise')
  visee.classList.add('vise')
})

document.addEventListener('drop', (e) => {
  const visee = caseDe(e.target)
  const origine = caseDe(portee ?? null)
  if (!portee || !visee || !origine) return
  e.preventDefault()
  const { seance = '', deplacer = '', affecter = '' } = portee.dataset
  const ressource = visee.dataset.ressource
  // Un autre jour d'abord ; sur le même jour, une autre personne ou une autre salle.
  if (visee.dataset.jour !== origine.dataset.jour)
    location.href = `${deplacer}?${new URLSearchParams({ seance, jour: visee.dataset.jour ?? '' })}`
  else if (ressource !== undefined && ressource !== origine.dataset.ressource)
    location.href = `${affecter}?${new URLSearchParams({ de: origine.dataset.ressource ?? '', vers: ressource })}`
})

export {}
