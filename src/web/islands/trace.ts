/**
 * Tracer sa signature au doigt, à la souris ou au stylet. Le tracé part comme un chemin SVG dans un champ caché :
 * des nombres et des lettres, rien d'autre, que le serveur relit. Jamais requis : la case cochée suffit.
 */
const largeur = 320
const hauteur = 112

class TraceSignature extends HTMLElement {
  connectedCallback(): void {
    const nom = this.dataset.nom
    if (!nom || this.querySelector('canvas')) return
    const champ = document.createElement('input')
    champ.type = 'hidden'
    champ.name = nom
    const toile = document.createElement('canvas')
    toile.width = largeur * 2
    toile.height = hauteur * 2
    toile.setAttribute('aria-hidden', 'true')
    const effacer = document.createElement('button')
    effacer.type = 'button'
    effacer.className = 'link'
    effacer.textContent = 'Effacer le tracé'
    effacer.hidden = true
    this.querySelector('svg')?.remove()
    this.prepend(champ, toile)
    this.append(effacer)

    const ctx = toile.getContext('2d')
    if (!ctx) return
    const traits: string[] = []
    const preparer = (): void => {
      const style = getComputedStyle(this)
      ctx.setTransform(2, 0, 0, 2, 0, 0)
      ctx.clearRect(0, 0, largeur, hauteur)
      ctx.lineCap = 'round'
      ctx.lineJoin = 'round'
      ctx.strokeStyle = style.getPropertyValue('--rule-2')
      ctx.lineWidth = 1
      ctx.beginPath()
      ctx.moveTo(16, 84)
      ctx.lineTo(304, 84)
      ctx.stroke()
      ctx.strokeStyle = style.color
      ctx.lineWidth = 2.5
    }
    const point = (e: PointerEvent): [number, number] => {
      const cadre = toile.getBoundingClientRect()
      const sur = (v: number, taille: number, max: number) =>
        Math.round(Math.min(Math.max((v / taille) * max, 0), max))
      return [
        sur(e.clientX - cadre.left, cadre.width, largeur),
        sur(e.clientY - cadre.top, cadre.height, hauteur),
      ]
    }
    const garder = (): void => {
      champ.value = traits.join('').slice(0, 20_000)
      effacer.hidden = traits.length === 0
    }
    toile.addEventListener('pointerdown', (e) => {
      toile.setPointerCapture(e.pointerId)
      const [x, y] = point(e)
      traits.push(`M${x} ${y}`)
      ctx.beginPath()
      ctx.moveTo(x, y)
    })
    toile.addEventListener('pointermove', (e) => {
      if (!toile.hasPointerCapture(e.pointerId)) return
      const [x, y] = point(e)
      traits.push(`L${x} ${y}`)
      ctx.lineTo(x, y)
      ctx.stroke()
      garder()
    })
    effacer.addEventListener('click', () => {
      traits.length = 0
      preparer()
      garder()
    })
    preparer()
    // L'heure de l'appareil, au moment de l'envoi : le registre la garde à côté de la sienne.
    const horloge = document.createElement('input')
    horloge.type = 'hidden'
    horloge.name = 'horloge'
    this.append(horloge)
    this.closest('form')?.addEventListener('submit', () => {
      horloge.value = new Date().toISOString()
    })
  }
}

customElements.define('trace-signature', TraceSignature)

// Un module, pour que deux îlots ne partagent pas leurs noms.
export {}
