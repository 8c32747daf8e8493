/** Ce que la page demande au réseau. Un refus est une valeur ; sans réseau aussi. */
import {
  type Appareil,
  type Case,
  type EntreeGardee,
  ecrire,
  type Feuille,
  lireAppareil,
  tout,
} from './magasin.ts'
import { b64, chiffrerCode, nouvelleCle } from './suite.ts'

export type Adresses = {
  readonly appareil: string
  readonly emporter: string
  readonly synchroniser: string
}
export type Echec = { readonly code: 'sans-reseau' | 'connexion' | 'refus'; readonly phrase: string }
type Rendu<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly echec: Echec }

const demander = async <T>(adresse: string, corps: unknown): Promise<Rendu<T>> => {
  let reponse: Response
  try {
    reponse = await fetch(adresse, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(corps),
      redirect: 'error',
    })
  } catch {
    return {
      ok: false,
      echec: { code: 'sans-reseau', phrase: 'Pas de réseau\u00a0: tout reste gardé dans cet appareil.' },
    }
  }
  const lu = (await reponse.json().catch(() => ({}))) as { phrase?: string } & T
  if (reponse.ok) return { ok: true, value: lu }
  return {
    ok: false,
    echec: {
      code: reponse.status === 401 ? 'connexion' : 'refus',
      phrase: lu.phrase ?? 'Le serveur n’a pas pu recevoir cet envoi. Rien n’est perdu\u00a0: recommencez.',
    },
  }
}

type Emport = {
  readonly maintenant: string
  readonly motifs: Appareil['motifs']
  readonly feuilles: readonly Feuille[]
}

/**
 * Reprend les demi-journées. Le serveur garde l'échange : rien de ce que l'appareil enverra ensuite ne vaudra pour un instant
 * d'avant. Rien de neuf n'attend donc quand il part (`gardees` : ce que le serveur vient de refuser) ; sinon, `undefined`.
 */
const emporter = async (
  adresses: Adresses,
  a: Appareil,
  gardees: ReadonlySet<number> = new Set(),
  /** Après un envoi, et non à la préparation. */
  envoi = false,
): Promise<Rendu<Appareil> | undefined> => {
  const depart = await navigator.locks.request('coforme-suite', async () => {
    const ici = (await lireAppareil()) ?? a
    const neuves = (await tout('entrees')).some((e) => !gardees.has(e.rang))
    return neuves ? undefined : { rang: ici.rang, tete: ici.precedente, parti: Date.now() }
  })
  if (!depart) return undefined
  const { rang, tete, parti } = depart
  const r = await demander<Emport>(adresses.emporter, {
    appareil: a.id,
    horloge: new Date(parti).toISOString(),
    rang,
    tete,
  })
  if (!r.ok) return r
  const pret = {
    motifs: r.value.motifs,
    prepareLe: r.value.maintenant,
    // Le même écart que celui que le serveur mesure et retiendra.
    ecartMs: Math.round(parti - Date.parse(r.value.maintenant)),
  }
  return navigator.locks.request('coforme-suite', async () => {
    const frais = { ...a, ...((await lireAppareil()) ?? {}), ...pret }
    const attendent = new Set((await tout('entrees')).map((e) => e.seance))
    const anciennes = (await tout('feuilles')).filter((f) => attendent.has(f.seance))
    const neuves = new Set(r.value.feuilles.map((f) => f.seance))
    await ecrire((e) => {
      e.vider('feuilles')
      e.poser('appareil', frais)
      // Une feuille qui n'est plus à emporter, mais dont des gestes attendent, reste lisible.
      for (const f of anciennes) if (!neuves.has(f.seance)) e.poser('feuilles', f)
      // Une demi-journée finie, envoyée, ne se signe plus ici : ses noms s'oublient. À la préparation, elle se montre encore.
      const finie = (f: Feuille) =>
        envoi && !attendent.has(f.seance) && Date.parse(f.fermeLe) < Date.parse(r.value.maintenant)
      for (const f of r.value.feuilles) if (!finie(f)) e.poser('feuilles', f)
    })
    return { ok: true, value: frais } as const
  })
}

type Inscrit = Pick<Appareil, 'id' | 'qui' | 'maison' | 'personne' | 'organisme'>

/** Donne une clé à cet appareil, l'inscrit, et emporte les demi-journées des prochains jours. */
export const preparer = async (adresses: Adresses, code: string): Promise<Rendu<Appareil>> => {
  const { privee, publique } = await nouvelleCle()
  const r = await demander<Inscrit>(adresses.appareil, { cle: b64(publique), nom: nomDeLAppareil() })
  if (!r.ok) return r
  const { id, qui, maison, personne, organisme } = r.value
  const neuf: Appareil = {
    cle: 'ici',
    id,
    qui,
    maison,
    personne,
    organisme,
    privee,
    rang: 0,
    precedente: null,
    code: await chiffrerCode(code),
    motifs: [],
    prepareLe: new Date().toISOString(),
    ecartMs: 0,
    dernierEnvoi: null,
  }
  await ecrire((e) => e.poser('appareil', neuf))
  await navigator.storage?.persist?.().catch(() => false)
  return (await emporter(adresses, neuf)) ?? { ok: true, value: neuf }
}

/** « Téléphone, Firefox » : de quoi le reconnaître sur la feuille, sans le décrire davantage. */
const nomDeLAppareil = (): string => {
  const ua = navigator.userAgent
  const quoi = /iPad|Tablet/.test(ua)
    ? 'Tablette'
    : /Mobile|Android|iPhone/.test(ua)
      ? 'Téléphone'
      : 'Ordinateur'
  const avec = /Firefox/.test(ua)
    ? 'Firefox'
    : /Edg\//.test(ua)
      ? 'Edge'
      : /Chrome/.test(ua)
        ? 'Chrome'
        : 'Safari'
  return `${quoi}, ${avec}`
}

type Retour =
  | { readonly id: string; readonly issue: string; readonly numero: number }
  | { readonly id: string | null; readonly refus: { readonly code: string; readonly phrase: string } }
export type Bilan = {
  readonly recues: number
  /** Gardées au registre sans effet : le geste, et pourquoi. */
  readonly sansEffet: readonly {
    readonly entree: EntreeGardee
    readonly issue: string
    readonly nom: string
  }[]
  /** Pas entrées : elles restent ici. */
  readonly refusees: readonly {
    readonly entree: EntreeGardee
    readonly phrase: string
    readonly nom: string
  }[]
  readonly premier: number
  readonly dernier: number
}
type BilanEnCours = {
  -readonly [C in keyof Bilan]: Bilan[C] extends readonly (infer X)[] ? X[] : Bilan[C]
} & { aReprendre: boolean }
const parEnvoi = 40

const etatApres = (c: Case, e: EntreeGardee): Case =>
  e.inscription !== c.inscription
    ? c
    : e.minutes
      ? { ...c, minutes: e.minutes }
      : c.etat === 'attendue'
        ? { ...c, etat: e.geste === 'presence' ? 'signee' : 'absente' }
        : c

/** Ce qui est reçu quitte l'appareil : l'entrée, son dessin, et la feuille si son temps est passé. */
const oublier = (
  recues: readonly { readonly entree: EntreeGardee; readonly issue: string; readonly numero: number }[],
) =>
  navigator.locks.request('coforme-suite', async () => {
    const [a, feuilles, entrees] = [await lireAppareil(), await tout('feuilles'), await tout('entrees')]
    const partis = new Set(recues.map((r) => r.entree.rang))
    const restent = new Set(entrees.filter((e) => !partis.has(e.rang)).map((e) => e.seance))
    await ecrire((e) => {
      for (const rang of partis) e.oter('entrees', rang)
      if (a)
        e.poser('appareil', {
          ...a,
          dernierEnvoi: {
            le: new Date().toISOString(),
            nombre: recues.length,
            jusqua: Math.max(...recues.map((r) => r.numero)),
          },
        })
      for (const f of feuilles) {
        if (!restent.has(f.seance) && Date.parse(f.fermeLe) < Date.now()) e.oter('feuilles', f.seance)
        else {
          const siennes = recues.filter((r) => r.entree.seance === f.seance && r.issue === 'retenue')
          const cases = f.cases.map((c) => siennes.reduce((x, r) => etatApres(x, r.entree), c))
          const contresignee = f.contresignee || siennes.some((r) => r.entree.geste === 'contresignature')
          e.poser('feuilles', { ...f, cases, contresignee })
        }
      }
    })
  })

/** Envoie ces gestes, par lots, dans l'ordre de la suite ; remplit le bilan. Rejouer ne change rien. */
const envoyerTout = async (
  adresses: Adresses,
  a: Appareil,
  attendent: readonly EntreeGardee[],
  bilan: BilanEnCours,
): Promise<Echec | undefined> => {
  // De qui est chaque geste, tant que la feuille est là : l'envoi l'oublie, et l'on doit encore dire pour qui rien n'a compté.
  const cases = (await tout('feuilles')).flatMap((f) => f.cases)
  const nomDuGeste = (e: EntreeGardee): string => {
    const c = cases.find((x) => x.inscription === e.inscription)
    return c ? `${c.prenom} ${c.nom}` : e.geste === 'contresignature' ? 'votre signature' : 'une signature'
  }
  for (let i = 0; i < attendent.length; i += parEnvoi) {
    const lot = attendent.slice(i, i + parEnvoi)
    const r = await demander<{ retours: readonly Retour[] }>(adresses.synchroniser, {
      appareil: a.id,
      horloge: new Date().toISOString(),
      envois: lot.map((e) => ({
        texte: e.texte,
        signature: b64(e.signature),
        ...(e.trace === undefined ? {} : { trace: e.trace }),
      })),
    })
    if (!r.ok) return r.echec
    const recues = lot.flatMap((entree, n) => {
      const retour = r.value.retours[n]
      if (!retour) return []
      if ('refus' in retour) {
        bilan.refusees.push({ entree, phrase: retour.refus.phrase, nom: nomDuGeste(entree) })
        // Un refus qui passe : rien d'autre ne part avant que ces gestes ne soient reçus.
        bilan.aReprendre ||= retour.refus.code === 'entre-temps' || retour.refus.code === 'deconnecte'
        return []
      }
      if (retour.issue !== 'retenue')
        bilan.sansEffet.push({ entree, issue: retour.issue, nom: nomDuGeste(entree) })
      return [{ entree, issue: retour.issue, numero: retour.numero }]
    })
    if (recues.length > 0) {
      await oublier(recues)
      const numeros = recues.map((x) => x.numero)
      bilan.recues += recues.length
      bilan.premier = Math.min(bilan.premier || Number.MAX_SAFE_INTEGER, ...numeros)
      bilan.dernier = Math.max(bilan.dernier, ...numeros)
    }
    if (bilan.aReprendre) return undefined
  }
  return undefined
}

/** Envoie tout ce qui attend, puis reprend les demi-journées ; un geste fait entre-temps part d'abord. */
export const synchroniser = (adresses: Adresses): Promise<Rendu<Bilan>> =>
  navigator.locks.request('coforme-envoi', async () => {
    const bilan: BilanEnCours = {
      recues: 0,
      sansEffet: [],
      refusees: [],
      premier: 0,
      dernier: 0,
      aReprendre: false,
    }
    for (;;) {
      const a = await lireAppareil()
      if (!a) return { ok: true, value: bilan }
      const refusees = new Set(bilan.refusees.map((x) => x.entree.rang))
      const attendent = (await tout('entrees'))
        .filter((e) => !refusees.has(e.rang))
        .sort((x, y) => x.rang - y.rang)
      const echec = await envoyerTout(adresses, a, attendent, bilan)
      if (echec) return { ok: false, echec }
      if (bilan.aReprendre) return { ok: true, value: bilan }
      const r = await emporter(adresses, a, new Set(bilan.refusees.map((x) => x.entree.rang)), true)
      if (!r) continue
      return !r.ok && attendent.length === 0 && bilan.recues === 0 ? r : { ok: true, value: bilan }
    }
  })
