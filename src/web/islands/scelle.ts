/**
 * Les prix scellés, dans le navigateur. Les identités age restent sur cet appareil, celles d’avant aussi ; rien d’un prix n’est un champ de formulaire : sans ce script, rien
 * ne part. La page donne les clés publiques et les chiffrés ; ce qui s’envoie est une clé publique, un chiffré, un engagement, un total.
 */
import { el, euros, nombre, tableau } from './scelle/dessin.ts'
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
  /** Combien de parts font le secours ; rien à deux membres. */
  readonly k: number | null
  readonly membres: readonly {
    readonly organisme: string
    readonly nom: string
    readonly publique: string | null
  }[]
  readonly secours: Secours | null
  /** Tous ceux qui furent préparés : un pli d’avant ne s’ouvre que par le sien. */
  readonly tousSecours: readonly Secours[]
  readonly rendues: readonly { readonly part: string; readonly pour: string }[]
  readonly plis: readonly {
    readonly organisme: string
    readonly rang: number
    readonly engagement: string
    readonly chiffre: string
    /** Ce membre n’a pas scellé de nouveau depuis. */
    readonly dernier: boolean
  }[]
  readonly registre: readonly { readonly rang: number; readonly empreinte: string }[]
}
/** Ce que ce navigateur a vu : la clé de chacun à son dernier scellement, et le bout du registre. */
type Vu = { readonly cles: Record<string, string>; readonly rang: number; readonly empreinte: string }
const RANGS = 12
const colonnes = ['Ligne du bordereau', 'Quantité', 'Unité', 'Prix unitaire HT'] as const

class PrixScelles extends HTMLElement {
  private lu!: Lu
  private get nomDeLaCle(): string {
    return `coforme-prix-${this.lu.groupement}-${this.lu.moi}`
  }
  /** Les clés de cet appareil, la plus récente d’abord. */
  private get identites(): readonly string[] {
    return clesDe(localStorage.getItem(this.nomDeLaCle) ?? '')
  }
  private garder(neuves: readonly string[]): void {
    localStorage.setItem(this.nomDeLaCle, [...new Set([...neuves, ...this.identites])].join('\n'))
  }
  private cleDe(organisme: string): string | null {
    return this.lu.membres.find((m) => m.organisme === organisme)?.publique ?? null
  }

  connectedCallback(): void {
    this.lu = JSON.parse(this.dataset.lu ?? '{}') as Lu
    delete this.dataset.lu
    this.comparer()
    void this.dessinerCles()
    this.dessinerLignes()
    this.avant('cle', async (form) => {
      if (
        this.cleDe(this.lu.moi) !== null &&
        !confirm(
          'Remplacer la clé de votre coopérative\u00a0? Celle d’avant reste sur cet appareil seul\u00a0; gardez une copie de la nouvelle.',
        )
      )
        throw new Error('Votre clé n’a pas changé.')
      const cle = await nouvelleCle()
      // Celle d’avant reste : si l’envoi échoue, c’est encore elle ; s’il passe, les plis d’avant s’ouvrent encore.
      this.garder([cle.identite])
      poser(form, 'publique', cle.publique)
    })
    this.avant('secours', async (form) => {
      // Le mandataire n’en a pas de part : elle se perdrait avec sa clé.
      const autres = this.lu.membres
        .filter((m) => m.organisme !== this.lu.mandataire)
        .map((m) => ({ organisme: m.organisme, publique: m.publique ?? '' }))
      poser(form, 'secours', JSON.stringify(await preparerSecours(this.lu.k ?? 0, autres)))
    })
    this.avant('sceller', async (form) => {
      const prix: Prix = { groupement: this.lu.groupement, membre: this.lu.moi, lignes: this.lireLignes() }
      const [mandataire, mienne] = [this.cleDe(this.lu.mandataire), this.cleDe(this.lu.moi)]
      const pour = [
        ...new Set([mandataire, this.lu.secours?.destinataire, mienne].filter((x) => typeof x === 'string')),
      ]
      const pli = await sceller(prix, pour)
      poser(form, 'engagement', enBase64(pli.engagement))
      poser(form, 'chiffre', enBase64(pli.chiffre))
      poser(form, 'pour', pour.join(' '))
      this.retenir(true)
    })
    this.avant('part', async (form) => {
      const pour = this.cleDe(this.lu.mandataire)
      const siennes = this.lu.tousSecours.flatMap((x) => x.parts.filter((p) => p.organisme === this.lu.moi))
      const rendues = pour
        ? await Promise.all(
            siennes.map((p) => rendrePart(p.part, this.identites, pour).catch(() => undefined)),
          )
        : []
      const rendue = rendues.filter((x) => x !== undefined).join(' ')
      if (!pour || rendue === '')
        throw new Error('Votre clé n’est pas sur cet appareil\u00a0: reprenez-la de sa copie.')
      poser(form, 'part', rendue)
      poser(form, 'pour', pour)
    })
    void this.ouvrir()
  }

  /** Les clés pour qui l’on scelle, et celles des autres membres. */
  private get cles(): readonly { readonly de: string; readonly nom: string; readonly publique: string }[] {
    return [
      ...this.lu.membres.map((m) => ({ de: m.organisme, nom: m.nom, publique: m.publique })),
      { de: 'secours', nom: 'le secours', publique: this.lu.secours?.destinataire ?? null },
    ].flatMap(({ publique, ...c }) => (publique === null ? [] : [{ ...c, publique }]))
  }
  private get vu(): Vu | undefined {
    const garde = localStorage.getItem(`${this.nomDeLaCle}-vu`)
    return garde === null ? undefined : (JSON.parse(garde) as Vu)
  }
  /** Retient le bout du registre, et la clé de chacun : à la première vue, puis quand on scelle pour elle. */
  private retenir(cles: boolean): void {
    const [vu, bout] = [this.vu, this.lu.registre.at(-1)]
    const miennes = Object.fromEntries(this.cles.map((c) => [c.de, c.publique]))
    const neuf: Vu = {
      cles: cles ? miennes : { ...miennes, ...vu?.cles },
      rang: bout?.rang ?? 0,
      empreinte: bout?.empreinte ?? '',
    }
    localStorage.setItem(`${this.nomDeLaCle}-vu`, JSON.stringify(neuf))
  }
  /** Dit ce qui a changé depuis que ce navigateur l’a vu : une clé, ou le passé du registre. */
  private comparer(): void {
    const vu = this.vu
    const dits = this.cles
      .filter((c) => c.de !== this.lu.moi && (vu?.cles[c.de] ?? c.publique) !== c.publique)
      .map((c) => `Une clé a changé (${c.nom})\u00a0: comparez son empreinte au téléphone avant de sceller.`)
    const reste = this.lu.registre.find((p) => p.rang === vu?.rang)
    const rompu = vu !== undefined && vu.rang > 0 && reste?.empreinte !== vu.empreinte
    if (rompu)
      dits.push('Le registre n’est plus celui que ce navigateur a vu\u00a0: un pli a été ôté ou changé.')
    this.prepend(...dits.map((d) => el('p', d, { role: 'alert', class: 'erreur' })))
    if (!rompu) this.retenir(false)
  }

  /** Prépare l’envoi dans le navigateur, puis le laisse partir ; un échec s’écrit sous le formulaire, et rien ne part. */
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
    const mienne = this.cleDe(this.lu.moi)
    const juste = (await Promise.all(this.identites.map(publiqueDe))).includes(mienne ?? '')
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
    if (juste) {
      const lien = el('a', 'Garder une copie de la clé', { download: 'cle-des-prix.txt', class: 'button' })
      lien.href = URL.createObjectURL(new Blob([`${this.identites.join('\n')}\n`], { type: 'text/plain' }))
      ou.append(lien)
    } else if (mienne) {
      const [label, champ] = [
        el('label', 'La copie de votre clé '),
        el('input', '', { type: 'password', autocomplete: 'off' }),
      ]
      label.append(champ)
      champ.addEventListener('change', () => {
        const copiees = clesDe(champ.value)
        Promise.all(copiees.map(publiqueDe))
          .then((publiques) => {
            if (!publiques.includes(mienne)) throw new Error()
            this.garder(copiees)
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
    const cles = [...this.identites]
    if (!ou || cles.length === 0 || this.lu.plis.length === 0) return
    if (this.lu.moi === this.lu.mandataire) {
      const rendues = this.lu.rendues.flatMap((r) => r.part.split(' '))
      for (const secours of this.lu.tousSecours)
        await retrouverSecours(rendues, this.identites, secours).then(
          (s) => cles.push(s),
          () => {},
        )
    }
    const lignes: (readonly string[])[] = []
    let [total, fideles, fermes] = [0, true, 0]
    let refaits = 0
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
        lignes.push([
          nom,
          'ce pli ne s’ouvre pas avec les clés de cet appareil, ou n’est pas un bordereau',
          '',
          '',
          '',
        ])
        continue
      }
      if (!pli.dernier) {
        refaits += 1
        lignes.push([
          nom,
          'a scellé de nouveau depuis\u00a0: ces lignes sont celles d’avant, ouvrez de nouveau',
          '',
          '',
          '',
        ])
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
      // Ce que l’acte d’engagement demande en B2, au seul mandataire : rien n’en part.
      if (pli.dernier && this.lu.moi === this.lu.mandataire)
        lignes.push([nom, 'Sa part (acte d’engagement, B2)', '', '', euros(totalDe(lu.prix.lignes))])
      if (pli.organisme === this.lu.moi && this.champs.every((r) => r.every((c) => c.value === '')))
        this.dessinerLignes(lu.prix.lignes)
    }
    const tout = this.lu.plis.length === this.lu.membres.length
    const entier = tout && fermes + refaits === 0
    const seul = fermes === 0 && this.lu.plis.every((p) => p.organisme === this.lu.moi)
    lignes.push([entier ? 'Total du lot' : seul ? 'Votre part' : 'Total partiel', '', '', '', euros(total)])
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
    if (!entier) form.remove()
    else {
      poser(form, 'centimes', String(total))
      poser(form, 'plis', this.lu.plis.map((p) => p.rang).join(','))
      poser(form, 'fideles', fideles ? 'oui' : 'non')
    }
  }
}

/** Les clés qu’un texte contient : la copie en garde plusieurs, et un champ d’une ligne les colle. */
const clesDe = (texte: string): readonly string[] =>
  texte.match(/AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}/g) ?? []

const poser = (form: HTMLFormElement, nom: string, valeur: string): void => {
  const champ = form.querySelector<HTMLInputElement>(`input[name="${nom}"]`)
  if (champ) champ.value = valeur
}

customElements.define('prix-scelles', PrixScelles)
