import { empreinteDuTexte } from '../documents/feuille-montree.ts'
import { aToutSigne, contresignerSeance, type SignatureDeQuiForme } from '../domain/clore-feuille.ts'
import {
  type EntreeAppareil,
  heureCrue,
  type IssueHorsLigne,
  jugerHorsLigne,
  jugerMinutesHorsLigne,
  type Tenue,
} from '../domain/hors-ligne.ts'
import type { FaitAInscrire } from '../domain/ports.ts'
import {
  type AppareilId,
  ChangeEntreTemps,
  type Demi,
  type Emargements,
  type GesteRapporte,
  type Inscrit,
  type Recu,
} from '../domain/ports.ts'
import type { Auteur } from './statuer.ts'

export type PortsHorsLigne = {
  readonly emargements: Emargements
  /** Faux si cet identifiant est déjà reçu : la clé primaire est l’arbitre. */
  poserRapport(g: GesteRapporte): Promise<boolean>
  readonly maintenant: Date
}

export type Rapporte = {
  readonly demi: Demi
  /** La case ; absente d’une contresignature. */
  readonly inscrit?: Inscrit | undefined
  /** Toutes les cases, pour une contresignature : ce qu’elle vise. */
  readonly inscrits?: readonly Inscrit[] | undefined
  readonly signatures?: readonly SignatureDeQuiForme[] | undefined
  readonly entree: EntreeAppareil
  /** Le texte signé, et sa signature en hexadécimal. */
  readonly texte: string
  readonly signature: string
  readonly empreinte: string
  readonly appareil: { readonly id: AppareilId; readonly retire: boolean }
  readonly ecartMs: number
  /** Ce que le serveur sait de l’appareil, lu sous son verrou. */
  readonly tenue: Tenue
  /** Qui tient l’appareil, et synchronise. */
  readonly par: Auteur
  readonly connexion: { readonly ip: string; readonly agent: string }
  readonly trace?: string | undefined
}

const nulles = { retard: 0, depart: 0 }

const juger = (g: Rapporte, maintenant: Date): IssueHorsLigne => {
  const temps = {
    faitLe: new Date(g.entree.faitLe),
    recuLe: maintenant,
    ecartMs: g.ecartMs,
    retire: g.appareil.retire,
    place: { ...g.entree, empreinte: g.empreinte },
    tenue: g.tenue,
  }
  const { geste } = g.entree
  const vecu = g.inscrit ?? { presence: { etat: 'attendue' }, minutes: nulles }
  if (geste === 'retard') return jugerMinutesHorsLigne(g.demi.seance, g.entree.minutes ?? nulles, vecu, temps)
  if (geste !== 'contresignature') return jugerHorsLigne(g.demi.seance, geste, vecu.presence, temps)
  if (aToutSigne(g.signatures ?? [], g.par.id)) return 'doublon'
  // La même horloge, la même réception : une contresignature n’a pas de case, et s’ouvre à la fin de la séance.
  const issue = jugerHorsLigne(g.demi.seance, 'absence', { etat: 'attendue' }, temps)
  if (issue !== 'retenue') return issue
  const animateur = g.demi.animateurs.length === 0 || g.demi.animateurs.includes(g.par.id)
  if (!animateur) return 'deja-statuee'
  return contresignerSeance(g.demi.seance, false, g.inscrits?.length ?? 0, heureCrue(temps)).ok
    ? 'retenue'
    : 'hors-fenetre'
}

/**
 * Un geste rapporté entre au registre, une fois. Retenu, il vaut ce qu’il aurait valu en ligne, à l’heure de l’appareil remise à
 * la nôtre ; sinon il est gardé sans effet, et la feuille dit pourquoi. Lève `ChangeEntreTemps` si le même identifiant vient d’être reçu.
 */
export const recevoirHorsLigne =
  ({ emargements, poserRapport, maintenant }: PortsHorsLigne) =>
  async (g: Rapporte): Promise<{ readonly issue: IssueHorsLigne; readonly recu: Recu }> => {
    const { demi, entree, inscrit, appareil } = g
    const issue = juger(g, maintenant)
    const faitLe = new Date(entree.faitLe)
    const le = heureCrue({ faitLe, recuLe: maintenant, tenue: g.tenue })
    const maillon = entree.id
    const inscription = inscrit?.inscription ?? null
    const retenue = issue === 'retenue'
    const posee = await poserRapport({
      id: maillon,
      appareil: appareil.id,
      rang: entree.rang,
      inscription,
      geste: entree.geste,
      issue,
      faitLe,
      recuLe: maintenant,
      ecartMs: g.ecartMs,
      ecartEmportMs: g.tenue.passage?.ecartMs ?? null,
      empreinte: g.empreinte,
      precedente: entree.precedente,
    })
    if (!posee) throw new ChangeEntreTemps()
    if (inscrit && !(await poser(emargements, g, inscrit, { issue, le, maintenant })))
      throw new ChangeEntreTemps()
    if (!inscrit && retenue) {
      const suppleance = g.par.suppleance || demi.animateurs.length === 0
      if (!(await emargements.poserContresignature({ maillon, le, suppleance }))) throw new ChangeEntreTemps()
    }
    await emargements.consigner({
      geste: `rapporter-${entree.geste}`,
      objet: { genre: 'seance', id: demi.seance.id },
      phrase: phraseDe(g, retenue),
      le: maintenant,
    })
    const recu = await emargements.inscrire(maillon, composer(g, { issue, le, maintenant }))
    return { issue, recu }
  }

type Jugement = { readonly issue: IssueHorsLigne; readonly le: Date; readonly maintenant: Date }

const poser = async (
  emargements: Emargements,
  g: Rapporte,
  inscrit: Inscrit,
  { issue, le, maintenant }: Jugement,
): Promise<boolean> => {
  const presence = g.entree.geste === 'presence'
  const base = {
    porte: presence ? ('tablette' as const) : ('formateur' as const),
    appareil: g.appareil.id,
    inscription: inscrit.inscription,
    maillon: g.entree.id,
  }
  const vierge = inscrit.maillon === null
  const rectification = {
    ...base,
    attestee: false,
    minutes: nulles,
    le: maintenant,
    presenteLe: null,
    absence: null,
  }
  if (issue === 'doublon')
    return emargements.poserRectification({ ...rectification, genre: 'doublon', etat: null })
  if (issue !== 'retenue') return true
  // Des minutes retirées ne changent ni l’heure de la signature, ni qui l’a posée.
  if (g.entree.geste === 'retard')
    return emargements.poserRectification({
      ...rectification,
      genre: 'retard',
      etat: 'presente',
      presenteLe: inscrit.presence.etat === 'signee' ? inscrit.presence.signeeLe : null,
      attestee: inscrit.regularisee,
      minutes: g.entree.minutes ?? nulles,
    })
  if (presence)
    return vierge
      ? emargements.poserSignature({
          ...base,
          le,
          regularisation: false,
          regulariseePar: null,
          retardMin: 0,
        })
      : emargements.poserRectification({
          ...rectification,
          genre: 'presence',
          etat: 'presente',
          presenteLe: le,
        })
  const absence = g.entree.motif ?? 'inconnu'
  return vierge
    ? emargements.poserAbsence({ inscription: base.inscription, maillon: base.maillon, le, motif: absence })
    : emargements.poserRectification({ ...rectification, genre: 'absence', etat: 'absente', absence })
}

const phraseDe = (g: Rapporte, retenue: boolean): string => {
  const qui = g.inscrit ? `{tiers:${g.inscrit.personne.id}}` : `{personne:${g.par.id}}`
  const fait = {
    presence: `${qui} a signé sa demi-journée sans réseau`,
    absence: `L’absence de ${qui} a été notée sans réseau`,
    retard: `Les minutes perdues par ${qui} ont été notées sans réseau`,
    contresignature: `${qui} a contresigné une demi-journée sans réseau`,
  }
  return `${fait[g.entree.geste]}${retenue ? '' : ', gardé sans effet'}.`
}

/** Ce que la case vaut ensuite, quand le geste est retenu ; une contresignature n’y change rien. */
const etats = {
  presence: 'presente',
  retard: 'presente',
  absence: 'absente',
  contresignature: undefined,
} as const

/** Une contresignature sans effet ne vise rien : c’est à cela que le registre seul la distingue de celle qui compte. */
const visesPar = ({ entree, inscrit, inscrits = [] }: Rapporte, issue: IssueHorsLigne): string[] => {
  if (entree.geste === 'contresignature')
    return issue === 'retenue' ? inscrits.flatMap((i) => (i.maillon ? [i.maillon] : [])) : []
  return (issue === 'doublon' || entree.geste === 'retard') && inscrit?.maillon ? [inscrit.maillon] : []
}

const composer = (g: Rapporte, { issue, le, maintenant }: Jugement): FaitAInscrire => {
  const { entree, inscrit, par } = g
  const { montre } = g.tenue
  const retenue = issue === 'retenue'
  const presence = entree.geste === 'presence'
  return {
    genre: entree.geste,
    seance: g.demi.seance.id,
    inscription: inscrit?.inscription,
    faitLe: le,
    recuLe: maintenant,
    horlogeAppareil: new Date(entree.faitLe),
    horsLigne: true,
    porte: presence ? 'tablette' : 'formateur',
    identification: entree.identification,
    attestation: entree.attestation || undefined,
    appareil: { id: g.appareil.id, rang: entree.rang, precedente: entree.precedente },
    feuille: entree.feuille,
    etat: retenue ? etats[entree.geste] : undefined,
    minutes: entree.minutes,
    doublon: issue === 'doublon',
    viseMaillons: visesPar(g, issue),
    prive: {
      identite: inscrit
        ? { prenom: inscrit.personne.prenom, nom: inscrit.personne.nom }
        : { par: par.id, nom: par.nom, suppleance: par.suppleance, pour: g.demi.session.formateur },
      // Ce que l’appareil a signé, et de quoi le vérifier : la part s’efface, l’engagement reste.
      connexion: {
        ...g.connexion,
        // Tel que l’appareil l’a montré : un nom effacé depuis l’a changé, et il ne dirait plus ce qui fut signé.
        ...(montre && empreinteDuTexte(montre) === entree.feuille ? { montre } : {}),
        ecartMs: g.ecartMs,
        ecartEmportMs: g.tenue.passage?.ecartMs ?? null,
        issue,
        entree: g.texte,
        signature: g.signature,
      },
      ...(g.trace ? { trace: g.trace } : {}),
      // Qui a noté l’absence, ou les minutes : comme en ligne, une part privée.
      ...(entree.geste === 'absence' || entree.geste === 'retard'
        ? {
            motif: {
              ...(entree.geste === 'absence' ? { code: entree.motif ?? 'inconnu' } : {}),
              par: par.id,
              nom: par.nom,
              suppleance: par.suppleance,
            },
          }
        : {}),
    },
  }
}
