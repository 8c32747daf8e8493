/**
 * Les prix scellés, dans le navigateur. L’identité age reste sur cet appareil ; rien d’un prix n’est un champ de formulaire : sans ce script, rien
 * ne part. La page donne les clés publiques et les chiffrés ; ce qui s’envoie est une clé publique, un chiffré, un engagement, un total.
 */
import {
  deBase64,
  desceller,
  enBase64,
  type LigneDePrix,
  lireCentiemes,
  nouvelleCle,
  type Prix,
  preparerSecours,
  publiqueDe,
  rendrePart,
  retrouverSecours,
  type Secours,
  sceller,
  totalDe,
  totalDeLigne,
} from './scelle/prix.ts'

type Lu = {
  readonly groupement: string
  readonly moi: string
  readonly mandataire: string
  readonly k: number
  readonly membres: readonly {
    readonly organisme: string
    readonly nom: string
    readonly publique: string | null
  }[]
  readonly secours: Secours | null
  readonly rendues: readonly { readonly part: string; readonly pour: string }[]
  readonly plis: readonly {
    readonly organisme: string
    readonly rang: number
    readonly engagement: string
    readonly chiffre: string
  }[]
}
const RANGS = 12
const colonnes = ['Ligne du bordereau', 'Quantité', 'Unité', 'Prix unitaire HT'] as const

const el = <K extends keyof HTMLElementTagNameMap>(
  nom: K,
  texte = '',
  attributs: Record<string, string> = {},
): HTMLElementTagNameMap[K] => {
  const e = document.createElement(nom)
  e.textContent = texte
  for (const [k, v] of Object.entries(attributs)) e.setAttribute(k, v)
  return e
}
const euros = (centimes: number): string =>
  (centimes / 100).toLocaleString('fr-FR', { style: 'currency', currency: 'EUR' })
const nombre = (centiemes: number): string => (centiemes / 100).toLocaleString('fr-FR')

/** Le même tableau que ceux des pages : au téléphone, chaque case porte son titre. */
const tableau = (
  legende: string,
  titres: readonly string[],
  lignes: readonly (readonly (string | Node)[])[],
): HTMLElement => {
  const table = el('table', '', { class: 'table pile large', role: 'table' })
  const [tete, corps] = [el('thead', '', { role: 'rowgroup' }), el('tbody', '', { role: 'rowgroup' })]
  const rang = el('tr', '', { role: 'row' })
  rang.append(...titres.map((t) => el('th', t, { scope: 'col', role: 'columnheader' })))
  tete.append(rang)
  for (const l of lignes) {
    const tr = el('tr', '', { role: 'row' })
    tr.append(
      ...l.map((c, i) => {
        const td =
          i === 0
            ? el('th', '', { scope: 'row', role: 'rowheader', class: 'nom' })
            : el('td', '', { role: 'cell', 'data-titre': titres[i] ?? '' })
        td.append(c)
        return td
      }),
    )
    corps.append(tr)
  }
  table.append(el('caption', legende, { class: 'unseen' }), tete, corps)
  return table
}

class PrixScelles extends HTMLElement {
  private lu!: Lu
  private get nomDeLaCle(): string {
    return `coforme-prix-${this.lu.groupement}-${this.lu.moi}`
  }
  private get identite(): string | null {
    return localStorage.getItem(this.nomDeLaCle)
  }

  connectedCallback(): void {
    this.lu = JSON.parse(this.dataset.lu ?? '{}') as Lu
    delete this.dataset.lu
    void this.dessinerCles()
    this.dessinerLignes()
    this.avant('cle', async (form) => {
      const cle = await nouvelleCle()
      localStorage.setItem(this.nomDeLaCle, cle.identite)
      poser(form, 'publique', cle.publique)
    })
    this.avant('secours', async (form) => {
      const membres = this.lu.membres.map((m) => ({ organisme: m.organisme, publique: m.publique ?? '' }))
      poser(form, 'secours', JSON.stringify(await preparerSecours(this.lu.k, membres)))
    })
    this.avant('sceller', async (form) => {
      const prix: Prix = { groupement: this.lu.groupement, membre: this.lu.moi, lignes: this.lireLignes() }
      const mandataire = this.lu.membres.find((m) => m.organisme === this.lu.mandataire)?.publique
      const mienne = this.lu.membres.find((m) => m.organisme === this.lu.moi)?.publique
      const pour = [
        ...new Set([mandataire, this.lu.secours?.destinataire, mienne].filter((x) => typeof x === 'string')),
      ]
      const pli = await sceller(prix, pour)
      poser(form, 'engagement', enBase64(pli.engagement))
      poser(form, 'chiffre', enBase64(pli.chiffre))
    })
    this.avant('part', async (form) => {
      const part = this.lu.secours?.parts.find((p) => p.organisme === this.lu.moi)?.part
      const pour = this.lu.membres.find((m) => m.organisme === this.lu.mandataire)?.publique
      if (!part || !pour || !this.identite)
        throw new Error('Votre clé n’est pas sur cet appareil\u00a0: reprenez-la de sa copie.')
      poser(form, 'part', await rendrePart(part, this.identite, pour))
      poser(form, 'pour', pour)
    })
    void this.ouvrir()
  }

  /** Prépare l’envoi dans le navigateur, puis le laisse partir ; un échec se dit sous le formulaire, et rien ne part. */
  private avant(geste: string, preparer: (form: HTMLFormElement) => Promise<void>): void {
    const form = this.querySelector<HTMLFormElement>(`form[action$="/prix/${geste}"]`)
    if (!form) return
    const dit = el('p', '', { role: 'alert', class: 'erreur' })
    form.append(dit)
    let pret = false
    form.addEventListener('submit', (e) => {
      if (pret) {
        // Revenue en arrière, la page prépare de nouveau : jamais l’envoi d’avant.
        pret = false
        return
      }
      e.preventDefault()
      e.stopImmediatePropagation()
      preparer(form).then(
        () => {
          // Pas dans la foulée : pendant qu’un envoi se prépare, le navigateur ignore un autre envoi du même formulaire.
          setTimeout(() => {
            pret = true
            form.requestSubmit()
          })
        },
        (erreur: unknown) => {
          dit.textContent = erreur instanceof Error ? erreur.message : 'Cet envoi n’a pas pu se préparer.'
        },
      )
    })
  }

  private async dessinerCles(): Promise<void> {
    const ou = this.querySelector('[data-cles]')
    if (!ou) return
    const mienne = this.lu.membres.find((m) => m.organisme === this.lu.moi)?.publique
    const ici = this.identite
    const juste = ici !== null && (await publiqueDe(ici)) === mienne
    ou.append(
      el(
        'p',
        mienne === null
          ? 'Votre coopérative n’a pas encore de clé.'
          : juste
            ? 'Votre clé est sur cet appareil.'
            : 'Votre clé n’est pas sur cet appareil\u00a0: reprenez-la de sa copie.',
      ),
    )
    if (juste && ici) {
      const lien = el('a', 'Garder une copie de la clé', { download: 'cle-des-prix.txt', class: 'button' })
      lien.href = URL.createObjectURL(new Blob([`${ici}\n`], { type: 'text/plain' }))
      ou.append(lien)
    } else if (mienne) {
      const [label, champ] = [
        el('label', 'La copie de votre clé '),
        el('input', '', { type: 'password', autocomplete: 'off' }),
      ]
      label.append(champ)
      champ.addEventListener('change', () => {
        publiqueDe(champ.value.trim())
          .then((p) => {
            if (p !== mienne) throw new Error()
            localStorage.setItem(this.nomDeLaCle, champ.value.trim())
            location.reload()
          })
          .catch(() => champ.setCustomValidity('Ce n’est pas la clé de votre coopérative pour ce dossier.'))
      })
      ou.append(label)
    }
  }

  private champs: HTMLInputElement[][] = []
  private dessinerLignes(depart: readonly LigneDePrix[] = []): void {
    const ou = this.querySelector('[data-lignes]')
    if (!ou) return
    const total = el('p', '', { role: 'status' })
    const dire = (): void => {
      try {
        total.textContent = `Votre part\u00a0: ${euros(totalDe(this.lireLignes()))}`
      } catch (e) {
        total.textContent = e instanceof Error ? e.message : ''
      }
    }
    this.champs = Array.from({ length: Math.max(RANGS, depart.length) }, (_, i) => {
      const l = depart[i]
      const valeurs = l ? [l.poste, nombre(l.quantite), l.unite, nombre(l.centimes)] : ['', '', '', '']
      return colonnes.map((c, j) => {
        const champ = el('input', '', {
          'aria-label': `${c}, rang ${i + 1}`,
          autocomplete: 'off',
          maxlength: '120',
        })
        if (j === 1 || j === 3) champ.inputMode = 'decimal'
        champ.value = valeurs[j] ?? ''
        champ.addEventListener('input', dire)
        return champ
      })
    })
    ou.replaceChildren(tableau('Vos lignes du bordereau', colonnes, this.champs), total)
    dire()
  }

  private lireLignes(): LigneDePrix[] {
    const lues = this.champs.flatMap((rang, i) => {
      const [poste = '', q = '', unite = '', p = ''] = rang.map((c) => c.value.trim())
      if (poste === '' && q === '' && p === '') return []
      const [quantite, centimes] = [lireCentiemes(q), lireCentiemes(p)]
      if (poste === '' || quantite === undefined || centimes === undefined)
        throw new Error(
          `Rang ${i + 1}\u00a0: une ligne a un nom, une quantité et un prix, ainsi\u00a0: 1\u202f250,50.`,
        )
      return [{ poste, unite, quantite, centimes }]
    })
    if (lues.length === 0) throw new Error('Écrivez une ligne au moins.')
    return lues
  }

  /** Ouvre ce que la base a remis : ses lignes, ou celles de tous au mandataire qui a écrit son ouverture. */
  private async ouvrir(): Promise<void> {
    const ou = this.querySelector('[data-ouverts]')
    const identite = this.identite
    if (!ou || !identite || this.lu.plis.length === 0) return
    const cles = [identite]
    const mienne = await publiqueDe(identite)
    const rendues = this.lu.rendues.filter((r) => r.pour === mienne)
    const miennePart = this.lu.secours?.parts.find((p) => p.organisme === this.lu.moi)?.part
    if (this.lu.secours && this.lu.moi === this.lu.mandataire && rendues.length > 0)
      for (const parts of [
        rendues.map((r) => r.part),
        [...rendues.map((r) => r.part), ...(miennePart ? [miennePart] : [])],
      ])
        await retrouverSecours(parts, identite, this.lu.secours.destinataire).then(
          (s) => cles.push(s),
          () => {},
        )
    const lignes: (readonly string[])[] = []
    let [total, fideles, fermes] = [0, true, 0]
    for (const pli of this.lu.plis) {
      const nom = this.lu.membres.find((m) => m.organisme === pli.organisme)?.nom ?? ''
      const attendu = {
        engagement: deBase64(pli.engagement),
        groupement: this.lu.groupement,
        membre: pli.organisme,
      }
      let lu: Awaited<ReturnType<typeof desceller>> | undefined
      for (const cle of cles)
        lu ??= await desceller(deBase64(pli.chiffre), cle, attendu).catch(() => undefined)
      if (!lu) {
        fermes += 1
        lignes.push([nom, 'ce pli ne s’ouvre pas avec la clé de cet appareil', '', '', ''])
        continue
      }
      fideles &&= lu.fidele
      total += totalDe(lu.prix.lignes)
      for (const l of lu.prix.lignes)
        lignes.push([
          nom,
          lu.fidele ? l.poste : `${l.poste} (n’est pas ce qui fut engagé)`,
          `${nombre(l.quantite)} ${l.unite}`,
          euros(l.centimes),
          euros(totalDeLigne(l)),
        ])
      if (pli.organisme === this.lu.moi && this.champs.every((r) => r.every((c) => c.value === '')))
        this.dessinerLignes(lu.prix.lignes)
    }
    const tout = this.lu.plis.length === this.lu.membres.length
    lignes.push([tout ? 'Total du lot' : 'Votre part', '', '', '', euros(total)])
    ou.append(
      el(
        'h2',
        tout && this.lu.moi === this.lu.mandataire ? 'Le bordereau, ouvert ici' : 'Vos lignes scellées',
      ),
      tableau(
        'Le bordereau ouvert dans ce navigateur',
        ['Membre', 'Ligne', 'Quantité', 'Prix unitaire HT', 'Total HT'],
        lignes,
      ),
    )
    const form = this.querySelector<HTMLFormElement>('form[action$="/prix/total"]')
    if (!form) return
    if (fermes > 0 || !tout) form.remove()
    else {
      poser(form, 'centimes', String(total))
      poser(form, 'plis', this.lu.plis.map((p) => p.rang).join(','))
      poser(form, 'fideles', fideles ? 'oui' : 'non')
    }
  }
}

const poser = (form: HTMLFormElement, nom: string, valeur: string): void => {
  const champ = form.querySelector<HTMLInputElement>(`input[name="${nom}"]`)
  if (champ) champ.value = valeur
}

customElements.define('prix-scelles', PrixScelles)
