/**
 * Garde ce qui s'écrit, sans qu'on y pense : peu après la dernière frappe, et en quittant la page. Sans script, le bouton
 * « Garder le brouillon » fait la même chose. Rien ici n'envoie le formulaire.
 */
const ATTENTE = 4_000

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-brouillon]')) {
  const ou = form.dataset.brouillon ?? ''
  const dit = form.querySelector<HTMLElement>('[data-brouillon-dit]')
  let attente = 0
  let sale = false
  const garder = async (presse = false) => {
    window.clearTimeout(attente)
    if (!sale || form.dataset.envoiUnique === 'parti') return
    sale = false
    const corps = new URLSearchParams()
    for (const [nom, valeur] of new FormData(form)) if (typeof valeur === 'string') corps.append(nom, valeur)
    try {
      // En quittant, la demande survit à la page (64 Ko au plus) ; le reste du temps, elle n'est pas bornée ainsi.
      const r = await fetch(`${ou}&sans_page=oui`, {
        method: 'POST',
        body: corps,
        keepalive: presse && corps.toString().length < 60_000,
      })
      if (!r.ok) throw new Error(String(r.status))
      if (dit)
        dit.textContent = `Brouillon gardé à ${new Date().toLocaleTimeString('fr-FR', { hour: '2-digit', minute: '2-digit' })}.`
    } catch {
      sale = true
      if (dit)
        dit.textContent = 'Le brouillon n’a pas pu être gardé : ce que vous écrivez reste sur cette page.'
    }
  }
  form.addEventListener('input', () => {
    sale = true
    window.clearTimeout(attente)
    attente = window.setTimeout(() => void garder(), ATTENTE)
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void garder(true)
  })
}

export {}
