import type { Writable } from 'node:stream'
import pg from 'pg'
import { serialize } from 'pg-protocol'
import { typesPg } from '#platform/db/types-pg.ts'

export type Reponse = { readonly command: string; readonly rowCount: number; readonly rows: unknown[] }

/** Une instruction, et qui attend sa réponse. Sans nom, PostgreSQL la prépare chaque fois. */
export type Instruction = {
  readonly texte: string
  readonly nom: string | undefined
  /** Déjà écrites comme la base les lit (`prepareValue`) : un lot ne peut plus échouer avant d'être parti. */
  readonly valeurs: readonly unknown[]
  readonly rendre: (reponse: Reponse) => void
  readonly refuser: (raison: unknown) => void
}

type Champ = { readonly name: string; readonly dataTypeID: number; readonly format?: string }
/** Ce qu'est une ligne de cette réponse : le nom de chaque colonne, et de quoi la lire. */
type Forme = {
  readonly noms: readonly string[]
  readonly lire: readonly ((texte: string) => unknown)[]
  readonly batir: Batisseur
}

/** Ce que `Client` tient d'une connexion, et que ses types ne disent pas. */
type Connexion = {
  readonly stream: Writable
  readonly parsedStatements: Record<string, string>
  readonly submittedNamedStatements: Record<string, string>
}

/** Une valeur que nous ne savons pas garder (`types-pg.ts`) : la base a répondu, et la suite se lit. */
type Illisible = { readonly illisible: unknown }

/** Les formes connues d'une connexion : une instruction préparée n'en change pas, PostgreSQL la refuserait. */
const formesDe = new WeakMap<object, Map<string, Forme>>()
/** Une instruction a d'ordinaire la même forme sur toutes les connexions : gardée une fois. */
const communes = new Map<string, Forme>()

type Batisseur = (
  lire: Forme['lire'],
  textes: readonly (string | null | undefined)[],
) => Record<string, unknown>

/**
 * Écrit la fonction qui fait une ligne de cette forme : V8 donne alors à l’objet sa taille et sa forme d’un coup, au lieu de
 * l’agrandir colonne par colonne (cinq fois moins de temps, mesuré). N’y entrent que des noms de colonnes, cités.
 */
const batisseur = (noms: readonly string[]): Batisseur => {
  // Un nom en double garde sa dernière valeur, comme une affectation ; celui-là, cité dans un objet, en changerait la lignée.
  const proprietes = noms.map((nom, i) => {
    const cle = nom === '__proto__' ? `['__proto__']` : JSON.stringify(nom)
    return `${cle}: t[${i}] == null ?null:lire[${i}](t[${i}])`
  })
  return new Function('lire', 't', `return { ${proprietes.join(', ')} }`) as Batisseur
}

const sansColonne: Forme = { noms: [], lire: [], batir: () => ({}) }

const formeDe = (nom: string | undefined, champs: readonly Champ[]): Forme => {
  const noms = champs.map((c) => c.name)
  const lire = champs.map((c) => typesPg.getTypeParser(c.dataTypeID, c.format as 'text'))
  const connue = nom === undefined ? undefined : communes.get(nom)
  if (
    connue?.noms.length === noms.length &&
    connue.noms.every((n, i) => n === noms[i] && connue.lire[i] === lire[i])
  )
    return connue
  const forme = { noms, lire, batir: batisseur(noms) }
  if (nom !== undefined) communes.set(nom, forme)
  return forme
}

const finit = (r: Reponse | Illisible): boolean =>
  'command' in r && (r.command === 'COMMIT' || r.command === 'ROLLBACK')

const fait = /^([A-Z]+)(?: \d+)? (\d+)$/

// Les types de `pg` ne disent ni ce qu'un `Query` reçoit, ni le nom sous lequel `Client` note une instruction préparée.
const Demandee = pg.Query as unknown as new (texte: string) => { name: string | undefined; text: string }

/**
 * Des instructions envoyées ensemble, d'un seul message à la base, qui répond d'un seul elle aussi (`Sync` une fois, au bout) : une
 * réponse par instruction, chacune son appel système et son réveil, coûtait des deux côtés plus que bien des lectures. La forme
 * d'une réponse déjà vue ne se redemande pas.
 *
 * Si l'une échoue, PostgreSQL saute les suivantes : à n'employer que dans une transaction, où elles échoueraient de même.
 */
export class Lot extends Demandee {
  readonly #demandes: readonly Instruction[]
  readonly #reponses: (Reponse | Illisible)[] = []
  #connexion: Connexion | undefined
  #formes = new Map<string, Forme>()
  /** Celle dont on lit la réponse. */
  #rang = 0
  #forme: Forme | undefined
  #lignes: unknown[] = []
  #illisible: Illisible | undefined

  constructor(demandes: readonly Instruction[]) {
    super('')
    this.#demandes = demandes
    this.#nommer()
  }

  submit(connexion: Connexion): null {
    this.#connexion = connexion
    const connues = formesDe.get(connexion)
    if (connues) this.#formes = connues
    else formesDe.set(connexion, this.#formes)
    const message: Buffer[] = []
    for (const { nom, texte, valeurs } of this.#demandes) {
      const prete =
        nom !== undefined && (nom in connexion.parsedStatements || nom in connexion.submittedNamedStatements)
      if (!prete) {
        message.push(serialize.parse({ text: texte, name: nom ?? '' }))
        if (nom !== undefined) connexion.submittedNamedStatements[nom] = texte
      }
      message.push(serialize.bind({ statement: nom ?? '', values: valeurs as string[] }))
      if (nom === undefined || !this.#formes.has(nom)) message.push(serialize.describe({ type: 'P' }))
      message.push(serialize.execute())
    }
    message.push(serialize.sync())
    if (connexion.stream.writable) connexion.stream.write(Buffer.concat(message))
    return null
  }

  handleRowDescription({ fields }: { fields: readonly Champ[] }): void {
    this.#forme = formeDe(this.#demandes[this.#rang]?.nom, fields)
    this.#retenir(this.#forme)
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    if (this.#illisible) return
    this.#forme ??= this.#connue()
    try {
      this.#lignes.push(this.#forme.batir(this.#forme.lire, fields))
    } catch (illisible) {
      this.#illisible = { illisible }
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    // Ni ligne, ni forme annoncée : cette instruction ne rend rien, et n'en rendra pas.
    if (!this.#forme) this.#retenir(this.#connue())
    const [command = text, compte] = fait.exec(text)?.slice(1) ?? []
    this.#reponses.push(this.#illisible ?? { command, rowCount: Number(compte ?? 0), rows: this.#lignes })
    this.#rang += 1
    this.#nommer()
    this.#forme = undefined
    this.#illisible = undefined
    this.#lignes = []
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' })
  }

  /** La base attend un fichier, et n'entend plus rien d'autre : la connexion ne sert plus. */
  handleCopyInResponse(): void {
    this.#connexion?.stream.destroy()
  }

  /** Une faute de la base, ou la connexion perdue : celle dont on lit la réponse échoue, les suivantes n'ont pas été jouées. */
  handleError(raison: Error & { code?: string }): void {
    // Hors d'une transaction, la base répond, puis valide : ce qui échoue alors (une contrainte différée) est l'instruction même.
    const derniere = this.#reponses.at(-1)
    if (this.#rang === this.#demandes.length && derniere && !finit(derniere)) {
      this.#reponses.pop()
      this.#rang -= 1
    }
    const [fautive, ...sautees] = this.#demandes.slice(this.#rang)
    this.handleReadyForQuery()
    for (const d of [fautive, ...sautees])
      if (d?.nom !== undefined) delete this.#connexion?.submittedNamedStatements[d.nom]
    fautive?.refuser(raison)
    // Chacune sa faute : la trace de l'une n'écrit pas sur celle de l'autre.
    for (const d of sautees)
      d.refuser(Object.assign(new Error(raison.message, { cause: raison }), { code: raison.code }))
  }

  handleReadyForQuery(): void {
    for (const [i, reponse] of this.#reponses.splice(0).entries()) {
      const demande = this.#demandes[i]
      if ('illisible' in reponse) demande?.refuser(reponse.illisible)
      else demande?.rendre(reponse)
    }
  }

  /** `Client` note sous ce nom et ce texte, quand la base l'a préparée, l'instruction dont on lit la réponse. */
  #nommer(): void {
    const { nom, texte } = this.#demandes[this.#rang] ?? { nom: undefined, texte: '' }
    this.name = nom
    this.text = texte
  }

  #connue(): Forme {
    return this.#formes.get(this.#demandes[this.#rang]?.nom ?? '') ?? sansColonne
  }

  #retenir(forme: Forme): void {
    const nom = this.#demandes[this.#rang]?.nom
    if (nom !== undefined) this.#formes.set(nom, forme)
  }
}
