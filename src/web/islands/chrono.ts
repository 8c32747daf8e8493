/**
 * Le chronomètre d’une preuve : « Lancer », « Arrêter », et les secondes vont dans le champ. Sans script, on les écrit.
 */
class ChronoPreuve extends HTMLElement {
  connectedCallback(): void {
    const champ = this.querySelector('input')
    if (!champ || this.querySelector('button')) return
    const bouton = document.createElement('button')
    bouton.type = 'button'
    bouton.className = 'button'
    bouton.textContent = 'Lancer le chronomètre'
    const dit = document.createElement('span')
    dit.className = 'sub'
    dit.setAttribute('role', 'status')
    let depart = 0
    let deja = 0
    let battement = 0
    const ecoule = () => deja + Math.round((Date.now() - depart) / 1000)
    bouton.addEventListener('click', () => {
      if (battement) {
        clearInterval(battement)
        battement = 0
        champ.value = String(ecoule())
        bouton.textContent = 'Reprendre le chronomètre'
        dit.textContent = ` Arrêté à ${champ.value}\u00a0secondes.`
        return
      }
      deja = /^\d+$/.test(champ.value) ? Number(champ.value) : 0
      depart = Date.now()
      battement = window.setInterval(() => {
        champ.value = String(ecoule())
      }, 1000)
      bouton.textContent = 'Arrêter le chronomètre'
      dit.textContent = ' Il tourne.'
    })
    const ligne = document.createElement('p')
    ligne.append(bouton, dit)
    this.append(ligne)
  }
}

customElements.define('chrono-preuve', ChronoPreuve)

export {}
