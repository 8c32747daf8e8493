/**
 * Ce que l'appareil garde, dans sa base à lui : une clé qui n'en sort pas, les demi-journées emportées, les gestes pas
 * encore envoyés. Une écriture n'est dite faite qu'une fois sur le disque : une batterie vide n'y change rien.
 */
export type Minutes = { readonly retard: number; readonly depart: number }
export type Case = {
  readonly inscription: string
  readonly prenom: string
  readonly nom: string
  readonly etat: 'attendue' | 'signee' | 'absente'
  /** Les minutes perdues déjà notées ; absentes d'une feuille emportée par une version d'avant. */
  readonly minutes?: Minutes
}
export type Feuille = {
  readonly seance: string
  readonly session: string
  readonly organisme: string
  readonly intitule: string
  readonly formateur: string
  readonly lieu: string
  readonly jour: string
  readonly moment: string
  readonly creneau: string
  readonly zone: string
  readonly ouvreLe: string
  /** Absent d’une feuille emportée avant que l’on sache signer en avance. */
  readonly commenceLe?: string
  readonly finitLe: string
  readonly fermeLe: string
  readonly feuille: string
  /** Le jeton d'emport que l'instance a signé (`docs/registre.md`), et sa signature : la preuve en reste ici. */
  readonly jeton: string
  readonly jetonSigne: string
  readonly contresignee: boolean
  readonly cases: readonly Case[]
}
export type Code = { readonly sel: Uint8Array<ArrayBuffer>; readonly empreinte: Uint8Array<ArrayBuffer> }
export type Appareil = {
  /** Un seul appareil tient la page à la fois : celui de la dernière préparation. */
  readonly cle: 'ici'
  readonly id: string
  readonly qui: string
  readonly maison: string
  readonly personne: string
  readonly organisme: string
  readonly privee: CryptoKey
  readonly rang: number
  readonly precedente: string | null
  readonly code: Code
  readonly motifs: readonly { readonly code: string; readonly mot: string }[]
  readonly prepareLe: string
  /** Horloge de l'appareil moins celle du serveur, en millisecondes, quand il a emporté ses feuilles : le serveur l'ôtera de l'heure de chaque geste. */
  readonly ecartMs: number
  readonly dernierEnvoi: { readonly le: string; readonly nombre: number; readonly jusqua: number } | null
}
export type EntreeGardee = {
  readonly rang: number
  readonly id: string
  readonly seance: string
  readonly inscription: string | null
  readonly geste: 'presence' | 'absence' | 'retard' | 'contresignature'
  readonly faitLe: string
  readonly texte: string
  readonly signature: Uint8Array<ArrayBuffer>
  readonly trace?: string
  readonly minutes?: Minutes
}
type Magasins = { appareil: Appareil; feuilles: Feuille; entrees: EntreeGardee }
type Nom = keyof Magasins

let ouverte: Promise<IDBDatabase> | undefined
const ouvrir = (): Promise<IDBDatabase> => {
  ouverte ??= new Promise<IDBDatabase>((ok, ko) => {
    const demande = indexedDB.open('coforme-hors-ligne', 1)
    demande.onupgradeneeded = () => {
      const base = demande.result
      base.createObjectStore('appareil', { keyPath: 'cle' })
      base.createObjectStore('feuilles', { keyPath: 'seance' })
      base.createObjectStore('entrees', { keyPath: 'rang' })
    }
    demande.onsuccess = () => ok(demande.result)
    demande.onerror = () => ko(demande.error)
  })
  return ouverte
}

export const tout = async <N extends Nom>(nom: N): Promise<Magasins[N][]> => {
  const base = await ouvrir()
  return new Promise((ok, ko) => {
    const d = base.transaction(nom).objectStore(nom).getAll() as IDBRequest<Magasins[N][]>
    d.onsuccess = () => ok(d.result)
    d.onerror = () => ko(d.error)
  })
}

export type Ecrire = {
  poser<N extends Nom>(nom: N, valeur: Magasins[N]): void
  /** Refuse une clé déjà prise : toute la transaction est alors défaite. */
  ajouter<N extends Nom>(nom: N, valeur: Magasins[N]): void
  oter(nom: Nom, cle: string | number): void
  vider(nom: Nom): void
}

/** Une transaction : tout ou rien, et sur le disque avant de rendre la main. */
export const ecrire = async (faire: (e: Ecrire) => void): Promise<void> => {
  const base = await ouvrir()
  return new Promise((ok, ko) => {
    const tx = base.transaction(['appareil', 'feuilles', 'entrees'], 'readwrite', { durability: 'strict' })
    tx.oncomplete = () => ok()
    tx.onabort = () => ko(tx.error)
    tx.onerror = () => ko(tx.error)
    faire({
      poser: (nom, valeur) => void tx.objectStore(nom).put(valeur),
      ajouter: (nom, valeur) => void tx.objectStore(nom).add(valeur),
      oter: (nom, cle) => void tx.objectStore(nom).delete(cle),
      vider: (nom) => void tx.objectStore(nom).clear(),
    })
  })
}

export const lireAppareil = async (): Promise<Appareil | undefined> => (await tout('appareil'))[0]
