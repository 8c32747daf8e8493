/**
 * Ce que toute page gagne quand le script est là : un formulaire ne part qu'une fois, et l'envoi d'un fichier se voit et se quitte. Rien ne
 * manque sans lui : le navigateur montre qu'il attend, et son bouton d'arrêt fait ce que fait « Renoncer ».
 */
const liberer = (form: HTMLFormElement): void => {
  form.dataset.envoiUnique = ''
  form.removeAttribute('aria-busy')
  form.querySelector('[data-envoi-en-cours]')?.remove()
}

/** Le navigateur ferme la demande : le serveur arrête sa lecture, et n'a encore rien écrit. */
const montrerLEnvoi = (form: HTMLFormElement): void => {
  const fichiers = [...form.querySelectorAll<HTMLInputElement>('input[type="file"]')]
  if (!fichiers.some((f) => f.files?.length)) return
  const [bloc, dit, renoncer] = (['div', 'p', 'button'] as const).map((nom) => document.createElement(nom))
  if (!bloc || !dit || !(renoncer instanceof HTMLButtonElement)) return
  bloc.className = 'long'
  bloc.dataset.envoiEnCours = ''
  dit.setAttribute('role', 'status')
  renoncer.type = 'button'
  renoncer.className = 'button'
  renoncer.textContent = 'Renoncer'
  renoncer.addEventListener('click', () => {
    window.stop()
    liberer(form)
  })
  const avance = document.createElement('progress')
  avance.setAttribute('aria-label', 'Lecture du fichier')
  bloc.append(dit, avance, renoncer)
  form.append(bloc)
  dit.textContent = 'Le fichier part, puis se lit : vingt secondes au plus.'
}

document.addEventListener('submit', (e) => {
  const form = e.target
  if (!(form instanceof HTMLFormElement) || !('envoiUnique' in form.dataset) || e.defaultPrevented) return
  if (form.dataset.envoiUnique === 'parti') {
    e.preventDefault()
    return
  }
  form.dataset.envoiUnique = 'parti'
  form.setAttribute('aria-busy', 'true')
  montrerLEnvoi(form)
})

// Revenir en arrière rend la page telle qu'elle était partie : elle doit pouvoir repartir.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-envoi-unique="parti"]'))
    liberer(form)
})

// La liste des reprises prend la main : la personne sait que la page est revenue, et par où commencer.
document.querySelector<HTMLElement>('#reprendre')?.focus()

export {}
