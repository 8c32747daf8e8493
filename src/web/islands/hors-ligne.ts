/**
 * Signer sans réseau : l'appareil de qui forme garde ses demi-journées, passe de main en main, et envoie plus tard. Tout
 * ce qui est à la personne vit dans la base de l'appareil ; la page n'est qu'une coquille, la même pour tous.
 */
import { accueil } from './hors-ligne/accueil.ts'
import { el, paragraphe } from './hors-ligne/dom.ts'
import { ecrire, lireAppareil, tout } from './hors-ligne/magasin.ts'
import { type Bilan, type Echec, preparer, synchroniser } from './hors-ligne/reseau.ts'
import { formateur, recu, salle, signer } from './hors-ligne/salle.ts'
import { deLaCase, type Etat, type Page, type Vue } from './hors-ligne/vue.ts'

const lire = async (): Promise<Etat> => {
  const [appareil, feuilles, entrees] = [await lireAppareil(), await tout('feuilles'), await tout('entrees')]
  return { appareil, feuilles: feuilles.sort((a, b) => a.ouvreLe.localeCompare(b.ouvreLe)), entrees }
}

const pasEcrit: Echec = {
  code: 'refus',
  phrase: 'L’appareil n’a pas pu l’écrire. Vérifiez qu’il lui reste de la place, puis recommencez.',
}

class SignerHorsLigne extends HTMLElement {
  #bilan: Bilan | undefined
  #echec: Echec | undefined
  #enCours = false
  #signe = false

  async connectedCallback(): Promise<void> {
    const { service, portee } = this.dataset
    if (!service || !portee) return
    if (!('indexedDB' in window) || !crypto.subtle || !navigator.locks) {
      this.#montrer({
        titre: 'Signer sans réseau',
        corps: [paragraphe('Ce navigateur ne sait pas garder de signature. Prenez-en un plus récent.')],
      })
      return
    }
    window.addEventListener('hashchange', () => void this.#rendre())
    window.addEventListener('online', () => void this.#envoyer(true))
    await this.#rendre(false)
    if ('serviceWorker' in navigator) {
      await navigator.serviceWorker.register(service, { scope: portee }).catch(() => undefined)
      await navigator.serviceWorker.ready
      this.dataset.installee = 'oui'
    }
    if (navigator.onLine) await this.#envoyer(true)
  }

  get #adresses() {
    const { appareil = '', emporter = '', synchroniser: vers = '' } = this.dataset
    return { appareil, emporter, synchroniser: vers }
  }

  get #page(): Page {
    return {
      echec: this.#echec,
      bilan: this.#bilan,
      connexion: this.dataset.connexion ?? '/connexion',
      // Signer n'attend pas un envoi en cours : seule la base de l'appareil est en jeu.
      faire: async (geste) => {
        if (this.#signe) return
        this.#signe = true
        this.#echec = undefined
        try {
          await geste()
        } catch {
          this.#echec = pasEcrit
        }
        this.#signe = false
        await this.#rendre()
      },
      preparer: (code) =>
        void this.#occuper(async () => {
          const r = await preparer(this.#adresses, code)
          this.#echec = r.ok ? undefined : r.echec
        }),
      envoyer: () => void this.#envoyer(false),
      vider: () => void this.#vider(),
    }
  }

  #montrer({ titre, maison = 'Coforme', contexte, corps }: Vue, focus = true): void {
    const article = this.closest('article')
    const h1 = article?.querySelector('h1')
    const dessus = article?.querySelector('.ecran-h')
    if (h1) {
      h1.textContent = titre
      h1.tabIndex = -1
    }
    if (dessus) dessus.textContent = maison
    article?.querySelector('.sub.dit')?.remove()
    if (contexte) dessus?.after(el('p', { class: 'sub dit' }, contexte))
    document.title = `${titre} · ${maison}`
    this.replaceChildren(...corps.filter((n): n is Node => n !== null))
    if (focus) {
      h1?.focus()
      window.scrollTo(0, 0)
    }
  }

  /** L'adresse dit où l'on est : « retour » du téléphone revient d'un pas. */
  async #rendre(focus = true): Promise<void> {
    const e = await lire()
    const [seance, suite] = location.hash.slice(1).split('/')
    const f = e.appareil && e.feuilles.find((x) => x.seance === seance)
    const c = f?.cases.find((x) => x.inscription === suite)
    const gardee = f && c && deLaCase(e.entrees, f, c)
    if (!f) this.#montrer(accueil(this.#page, e), focus)
    else if (suite === 'formateur') this.#montrer(formateur(this.#page, e, f), focus)
    else if (!c) this.#montrer(salle(e, f), focus)
    else this.#montrer(gardee ? recu(e, f, c, gardee) : signer(this.#page, e, f, c), focus)
  }

  /** Un geste qui prend du temps : la page le dit, et ne le lance pas deux fois. */
  async #occuper(faire: () => Promise<void>): Promise<void> {
    if (this.#enCours) return
    this.#enCours = true
    this.setAttribute('aria-busy', 'true')
    try {
      await faire()
    } catch {
      this.#echec = pasEcrit
    }
    this.#enCours = false
    this.removeAttribute('aria-busy')
    // Pendant qu'une personne signe, l'envoi ne lui change pas la page.
    if (location.hash.length < 2) await this.#rendre()
  }

  /** `seul` : la page essaie d'elle-même, et ne se plaint pas du réseau. */
  async #envoyer(seul: boolean): Promise<void> {
    const e = await lire()
    if (!e.appareil || (seul && e.entrees.length === 0)) return
    await this.#occuper(async () => {
      const r = await synchroniser(this.#adresses)
      if (r.ok) {
        this.#bilan = r.value
        this.#echec = undefined
      } else if (!seul || r.echec.code === 'connexion') this.#echec = r.echec
    })
  }

  /** Oublie tout, quand plus rien n'attend. */
  async #vider(): Promise<void> {
    const e = await lire()
    if (e.entrees.length > 0) return
    await ecrire((t) => {
      t.vider('appareil')
      t.vider('feuilles')
    })
    this.#bilan = undefined
    await this.#rendre()
  }
}

customElements.define('signer-hors-ligne', SignerHorsLigne)
