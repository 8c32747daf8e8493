/** Où en est le fil d’une session, de l’ouverture des dossiers aux convocations : ses arrêts, et le geste qui suit. */
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { accorder, compter, de, enumerer } from '#kernel/texte.ts'
import type { SalleDite } from './a-imprimer.ts'
import { type Changement, type Demie, type GenreAvis, memeCalendrier, memesDates } from './avis.ts'
import { convocationPerimee, motsDeConvocation } from './convocation-perimee.ts'
import type { Regime } from './dossier.ts'
import { autreLieu, type LieuDit } from './lieu-perime.ts'
import { prixPerime } from './prix-perime.ts'

export type FaitsDuFil = {
  readonly aujourdhui: DateCivile
  /** Les demi-journées d’aujourd’hui, comme `pieces.calendrier` ; nul quand elles ne sont pas sûres (report, annulation). */
  readonly calendrier: string | null
  /** Le lieu de la session ; absent : il n’a pas été lu. */
  readonly lieu?: string
  /** Les salles que ce lieu ne dit pas (`sallesADire`). */
  readonly salles?: readonly SalleDite[]
  /** L’avis que stagiaires et clients attendent. */
  readonly avis: GenreAvis | null
  /** L’avis est parti aux autres, ou ne les regarde pas : qui l’ignore encore (qui anime, qui n’a pas de courriel). */
  readonly aDire?: readonly string[]
  /** Ce que l’avis de dates apprend : absent, d’autres dates. */
  readonly changement?: Changement
  readonly debut: DateCivile | null
  readonly ouverte: boolean
  /** L’action a lieu : on n’y ouvre plus de dossier, on y accueille encore. */
  readonly enCours?: boolean
  /** La dernière demi-journée tenue est passée, quoi que dise encore l’état : il n’y a plus personne à dire. */
  readonly finie?: boolean
  readonly dossiers: readonly {
    readonly id: string
    readonly client: string
    readonly regime: Regime
    readonly signeLe: DateCivile | null
    /** Signé après le début (`a-temps.ts`) : c’est fait, et trop tard. */
    readonly tard?: boolean
    /** Éteint (`vivant.ts`) : plus rien à faire signer, ni personne à dire. */
    readonly clos: boolean
    /** Hors taxes, en centimes. */
    readonly prix?: number
    readonly echeancier: boolean
    /** Qui signe pour ce client a un courriel ; absent : cela n’a pas été lu. */
    readonly joignable?: boolean
  }[]
  readonly pieces: readonly {
    readonly id: string
    readonly genre: string
    readonly numero: string
    /** Le dossier, ou l’inscription. */
    readonly objet: string
    readonly emiseLe: DateCivile
    /** Émise une fois l’action commencée. */
    readonly tard?: boolean
    readonly client: boolean
    readonly organisme: boolean
    readonly envoyee: boolean
    /** Les demi-journées qu’elle promet, en une chaîne qui se compare ; nulle si elle n’en dit pas. */
    readonly calendrier: string | null
    /** Le prix qu’elle dit, hors taxes ; nul : elle n’en dit pas. */
    readonly prix?: number | null
    /** Le lieu qu’elle dit ; nul : elle n’en dit pas. */
    readonly lieu?: LieuDit | null
    /** Elle dit une version de l’offre que la session ne suit plus. */
    readonly ancienne?: boolean
    /** Les rubriques que la version suivie dit autrement qu’elle ; vide ou absent : elle dit déjà l’action. */
    readonly rubriques?: readonly string[]
    /** Qui vient pour ce client, et qu’elle ne nomme pas, ou d’un autre premier jour (`arrivee.ts`, `arrivesDepuis`). */
    readonly arrives?: readonly string[]
    /** Le premier jour qu’une convocation dit à qui rejoint l’action en cours de route. */
    readonly arrivee?: string | null
  }[]
  readonly gens: readonly {
    readonly id: string
    readonly dossier: string | null
    readonly remis: DateCivile | null
    readonly accuse: boolean
    /** Notée remise à la main : aucune pièce d’ici ne le prouve (`remises.ts`). */
    readonly sansPiece?: boolean
    /** Inscrite pour de bon. */
    readonly inscrite: boolean
    /** Son premier jour, si elle rejoint l’action en cours de route. */
    readonly arrivee?: DateCivile | null
  }[]
}

export type SuiteDuFil = {
  readonly quoi:
    | 'ouvrir-dossier'
    | 'inscrire'
    | 'echeancier'
    | 'emettre'
    | 'envoyer'
    | 'signer'
    | 'constater'
    | 'remettre'
    | 'convoquer'
    | 'prevenir'
    | 'avenant'
  readonly chose: string
  readonly dossier?: string
  /** Le régime de ce dossier, quand la chose est sa pièce. */
  readonly regime?: Regime
  readonly piece?: string
  /** Une pièce qui fut émise ne dit plus la session : elle se refait, ou un avenant la complète. */
  readonly refait?: true
  /** La pièce peut partir à qui signe pour ce client : il a un courriel. */
  readonly joignable?: true
}

const piece = { convention: 'convention', contrat: 'contrat' } as const
const la = { convention: 'la convention', contrat: 'le contrat' } as const

/** Ce que le client a à signer de nous ; rien pour le CPF (sa plateforme) et la sous-traitance reçue (l’autre établit). */
const pieceDe = (f: FaitsDuFil, d: FaitsDuFil['dossiers'][number]) => {
  if (d.regime !== 'convention' && d.regime !== 'contrat') return undefined
  const principale = piece[d.regime]
  const siennes = f.pieces.filter((p) => p.objet === d.id)
  // L’avenant d’abord : émis à l’instant même de ce qu’il complète, c’est encore lui qui vaut.
  return siennes.find((p) => p.genre === 'avenant') ?? siennes.find((p) => p.genre === principale)
}

/**
 * Ce que le client a signé promet d’autres dates que celles d’aujourd’hui : un avenant les change (L6353-1, D6353-1). Un report en
 * demande un. Une personne inscrite depuis en demande un aussi : la convention nomme qui elle forme. Une interruption, non : elle s’avise, et tant qu’elle dure les dates ne sont pas sûres (`calendrier` nul) ;
 * l’avenant n’est dû qu’à la reprise, si ce qui se tient n’est plus ce qui fut signé. Il ne fige que ce qui se tient, et suffit alors.
 * Un autre lieu, et une version de l’offre suivie depuis, en demandent un aussi : le lieu que la pièce dit, une rubrique qu’elle porte.
 */
const avenantDu = (f: FaitsDuFil, p: FaitsDuFil['pieces'][number]): QuoiChange | undefined => {
  if (f.calendrier === null) return undefined
  if (p.calendrier !== null && !memeCalendrier(p.calendrier, f.calendrier))
    return memesDates(p.calendrier, f.calendrier) ? 'modalites' : 'dates'
  if ((p.arrives ?? []).length > 0) return 'personnes'
  if (autreLieu(p.lieu, f.lieu)) return 'lieu'
  return p.ancienne && (p.rubriques ?? []).length > 0 ? 'version' : undefined
}

/** Ce que l’avenant change : des dates, la seule façon de suivre, qui vient, le lieu, ou ce que l’offre dit de l’action. */
type QuoiChange = 'dates' | 'modalites' | 'personnes' | 'lieu' | 'version'
const motAvenant = (quoi: QuoiChange | 'prix', arrives: readonly string[] = []): string =>
  ({
    dates: 'aux nouvelles dates',
    modalites: 'pour la nouvelle façon de suivre',
    personnes: `pour ${enumerer(arrives)}`,
    lieu: 'au nouveau lieu',
    version: 'à la nouvelle version de l’offre',
    prix: 'au nouveau prix',
  })[quoi]

/** Les dossiers dont la pièce signée n’est plus l’action telle qu’elle a lieu ; émis, leur avenant manque encore tant qu’il n’est pas signé. */
export const avenantsDus = (f: FaitsDuFil) =>
  f.dossiers.flatMap((d) => {
    const p = d.clos ? undefined : pieceDe(f, d)
    if (!p || f.calendrier === null) return []
    const quoi = p.client ? avenantDu(f, p) : p.genre === 'avenant' ? ('signature' as const) : undefined
    const { id: dossier, client } = d
    return quoi
      ? [
          {
            dossier,
            client,
            numero: p.numero,
            quoi,
            ...(quoi === 'version' ? { rubriques: p.rubriques } : {}),
            ...(quoi === 'personnes' ? { arrives: p.arrives } : {}),
          },
        ]
      : []
  })

const duDossier = (f: FaitsDuFil, d: FaitsDuFil['dossiers'][number]): SuiteDuFil | undefined => {
  if (d.clos || d.regime === 'cpf') return undefined
  const dossier = d.id
  if (!f.gens.some((g) => g.dossier === d.id))
    return f.finie ? undefined : { quoi: 'inscrire', chose: `Dire qui vient pour ${d.client}`, dossier }
  if (d.regime === 'sous-traitance-recue')
    return d.signeLe
      ? undefined
      : { quoi: 'constater', chose: `Noter l’accord signé avec ${d.client}`, dossier }
  if (d.regime === 'contrat' && !d.echeancier && !d.signeLe)
    return { quoi: 'echeancier', chose: `Écrire l’échéancier ${de(d.client)}`, dossier }
  const p = pieceDe(f, d)
  if (!p)
    return d.signeLe
      ? undefined
      : { quoi: 'emettre', chose: `Émettre ${la[d.regime]} ${de(d.client)}`, dossier, regime: d.regime }
  const change = avenantDu(f, p)
  const neuf = change ?? (prixPerime(p, { ...d, signe: d.signeLe !== null }) ? ('prix' as const) : undefined)
  if (p.client && change)
    return {
      quoi: 'avenant',
      chose: `Établir l’avenant ${de(d.client)} ${motAvenant(change, p.arrives)}`,
      dossier,
      regime: d.regime,
      refait: true,
    }
  const avenant = p.genre === 'avenant'
  const nom = avenant ? 'l’avenant' : la[d.regime]
  // Partie ou non, ce que personne n’a signé se refait : tant qu’elle dit d’autres dates, ou un autre lieu, elle ne se signe pas (`lecture/piece-perimee.ts`).
  if (!p.client && neuf && neuf !== 'version' && (!d.signeLe || avenant))
    return {
      quoi: 'emettre',
      chose: `Émettre de nouveau ${nom} ${de(d.client)}, ${motAvenant(neuf, p.arrives)}`,
      dossier,
      regime: d.regime,
      refait: true,
    }
  if (!p.client && p.ancienne && (!d.signeLe || avenant))
    return {
      quoi: 'emettre',
      chose: `Émettre de nouveau ${nom} ${de(d.client)}, dans la version suivie`,
      dossier,
      regime: d.regime,
    }
  if (!p.client && !p.envoyee && (!d.signeLe || avenant))
    return {
      quoi: 'envoyer',
      chose: `Envoyer ${nom} à signer à ${d.client}`,
      dossier,
      piece: p.id,
      ...(d.joignable ? { joignable: true as const } : {}),
    }
  if (p.client && !p.organisme)
    return { quoi: 'signer', chose: `Signer ${nom} ${de(d.client)}`, dossier, piece: p.id }
  return undefined
}

/** Les conventions qui ne disent plus la session : à émettre de nouveau, ou à compléter d’un avenant. Un contrat se relit : il ne se refait pas d’ici. */
export const engagementsARefaire = (
  f: FaitsDuFil,
): readonly { readonly dossier: string; readonly chose: string }[] =>
  f.dossiers.flatMap((d) => {
    const s = duDossier(f, d)
    return s?.refait && s.regime === 'convention' ? [{ dossier: d.id, chose: s.chose }] : []
  })

/** Qui reçoit d’ici ses informations et son règlement : qui vient d’un autre organisme les a reçus de lui. */
const aRemettre = (f: FaitsDuFil) => {
  const recus = new Set(f.dossiers.filter((d) => d.regime === 'sous-traitance-recue').map((d) => d.id))
  return f.gens.filter((g) => g.dossier === null || !recus.has(g.dossier))
}
/** Qui n’a pas la sienne, ou tient celle d’autres dates, d’un autre lieu. */
const aConvoquerDe = (f: FaitsDuFil) => {
  const siennes = new Map(f.pieces.flatMap((p) => (p.genre === 'convocation' ? [[p.objet, p] as const] : [])))
  return f.gens.flatMap((g) => {
    const sienne = siennes.get(g.id)
    const pourquoi = sienne ? convocationPerimee(sienne, { ...f, arrivee: g.arrivee ?? null }) : 'aucune'
    return pourquoi ? [{ g, pourquoi }] : []
  })
}

/**
 * Sa convocation peut partir : inscrite, ou plus rien ne retient son inscription (`domain/etats.ts`, gardes d’« inscrit »). Sans
 * quoi le geste refuserait : il ne se propose pas, et « Ce qui manque » dit déjà ce qui reste.
 */
const convocable = (f: FaitsDuFil, g: FaitsDuFil['gens'][number]): boolean => {
  if (g.inscrite) return true
  const d = f.dossiers.find((x) => x.id === g.dossier)
  return (
    d !== undefined &&
    !d.clos &&
    (d.regime === 'sous-traitance-recue' || g.remis !== null) &&
    (d.regime !== 'contrat' || d.signeLe !== null)
  )
}

/** Une demi-journée au moins se tient depuis son arrivée : des dates revenues avant elle n’en laissent aucune. */
const resteASuivre = (f: FaitsDuFil, { arrivee }: FaitsDuFil['gens'][number]): boolean =>
  !arrivee || f.calendrier === null || (JSON.parse(f.calendrier) as Demie[]).some((d) => d.date >= arrivee)

const motsAvis: Readonly<Record<Exclude<GenreAvis, 'dates'> | Changement, string>> = {
  annulation: 'Prévenir de l’annulation',
  report: 'Prévenir du report',
  interruption: 'Prévenir de l’interruption',
  conditions: 'Prévenir de ce qui change',
  dates: 'Prévenir des nouvelles dates',
  modalites: 'Prévenir de la nouvelle façon de suivre',
  precisions: 'Dire à chacun ce que la convocation laissait à préciser',
}

/** Les gestes qui restent, le prochain d’abord. Attendre la réponse de quelqu’un n’en est pas un. */
export const suitesDuFil = (f: FaitsDuFil): readonly SuiteDuFil[] => {
  const prevenir: SuiteDuFil[] = f.avis
    ? [
        {
          quoi: 'prevenir',
          chose: motsAvis[f.avis === 'dates' ? (f.changement ?? 'dates') : f.avis],
        },
      ]
    : (f.aDire ?? []).length > 0
      ? [{ quoi: 'prevenir', chose: `Prévenir ${enumerer(f.aDire ?? [])}` }]
      : []
  const aConvoquer = aConvoquerDe(f).filter(({ g }) => {
    const premierJour = g.arrivee ?? f.debut
    return convocable(f, g) && resteASuivre(f, g) && (premierJour === null || f.aujourdhui <= premierJour)
  })
  if (!f.ouverte)
    return [
      ...prevenir,
      ...f.dossiers.flatMap((d) => duDossier(f, d) ?? []).filter((s) => s.quoi === 'avenant'),
      // Commencée, l’action n’attend plus que la convocation de qui la rejoint.
      ...(f.enCours && aConvoquer.some(({ g }) => g.arrivee)
        ? [{ quoi: 'convoquer' as const, chose: 'Convoquer les personnes qui arrivent' }]
        : []),
    ]
  if (f.dossiers.length === 0 && f.gens.length === 0)
    return [{ quoi: 'ouvrir-dossier', chose: 'Ouvrir le dossier du premier client' }]
  const suites = [...prevenir, ...f.dossiers.flatMap((d) => duDossier(f, d) ?? [])]
  const remettre = aRemettre(f).filter((g) => g.remis === null)
  if (remettre.length > 0)
    suites.push({ quoi: 'remettre', chose: 'Remettre informations, programme et règlement' })
  if (aConvoquer.length > 0)
    suites.push({
      quoi: 'convoquer',
      chose: aConvoquer.some((x) => x.pourquoi === 'aucune')
        ? 'Convoquer les stagiaires'
        : `Convoquer de nouveau, ${motsDeConvocation(aConvoquer.map((x) => x.pourquoi))}`,
    })
  return suites
}

export type ArretDuFil = {
  readonly libelle: 'Devis' | 'Conventions' | 'Contrats' | 'Remises' | 'Convocations'
  readonly fait: number
  readonly sur: number
  /** Parmi ce qui est fait, ce qui l’est après le début : une convention, une convocation. */
  readonly tard: number
  /** Tout est fait, et ce n’est pas encore une preuve : ce qu’on en attend. */
  readonly reste?: string
  readonly jour: DateCivile
}

/** Usages : le devis un mois avant, la convention trois semaines, les remises deux, la convocation sept jours, comme l’étape qui l’envoie. */
const delais = { Devis: 30, Conventions: 21, Contrats: 21, Remises: 14, Convocations: 7 } as const

/** La date du dernier fait quand tout est fait ; sinon celle où l’usage l’attend. Sans objet : pas d’arrêt. */
export const arretsDuFil = (f: FaitsDuFil): readonly ArretDuFil[] => {
  const arret = (
    libelle: ArretDuFil['libelle'],
    jours: readonly (DateCivile | null)[],
    tard = 0,
    reste?: string,
  ): ArretDuFil[] => {
    const faits = jours.filter((j) => j !== null).sort()
    const dernier = faits.at(-1)
    return jours.length === 0
      ? []
      : [
          {
            libelle,
            fait: faits.length,
            sur: jours.length,
            tard,
            ...(reste !== undefined && faits.length === jours.length ? { reste } : {}),
            jour:
              faits.length === jours.length && dernier
                ? dernier
                : ajouterJours(f.debut ?? f.aujourdhui, -delais[libelle]),
          },
        ]
  }
  const vivants = (regime: Regime) => f.dossiers.filter((d) => d.regime === regime && !d.clos)
  const signatures = (libelle: 'Conventions' | 'Contrats', regime: Regime) =>
    arret(
      libelle,
      vivants(regime).map((d) => d.signeLe),
      vivants(regime).filter((d) => d.tard).length,
    )
  // Remis et pas accusé, c’est remis : la ligne compte ce qui est parti, puis dit ce qui doit revenir.
  const remises = aRemettre(f)
  const muets = remises.filter((g) => g.remis !== null && !g.accuse).length
  const convocations = f.pieces.filter((p) => p.genre === 'convocation')
  const convoques = new Map(convocations.map((p) => [p.objet, p.emiseLe]))
  return [
    ...arret(
      'Devis',
      f.pieces.filter((p) => p.genre === 'devis').map((p) => (p.client ? p.emiseLe : null)),
    ),
    ...signatures('Conventions', 'convention'),
    ...signatures('Contrats', 'contrat'),
    ...arret(
      'Remises',
      remises.map((g) => g.remis),
      0,
      muets > 0
        ? `${compter(muets, 'accusé')} ${accorder(muets, 'attendu')}`
        : remises.some((g) => g.sansPiece)
          ? 'hors Coforme'
          : undefined,
    ),
    ...arret(
      'Convocations',
      f.gens.map((g) => convoques.get(g.id) ?? null),
      convocations.filter((p) => p.tard && f.gens.some((g) => g.id === p.objet)).length,
    ),
  ].toSorted((a, b) => (a.jour < b.jour ? -1 : a.jour > b.jour ? 1 : 0))
}
