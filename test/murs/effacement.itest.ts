/**
 * Le nom d'une personne est planté dans chaque colonne qui peut le porter, chiffrée ou non ; on l'efface entièrement ; on le cherche
 * partout. Rien n'est nommé d'avance : une table ajoutée tombe sous l'essai le jour même.
 */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { PersonneId } from '#kernel/id.ts'
import type { PieceId } from '#modules/documents/index.ts'
import { newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { ouvrirMessage, sendLater } from '#platform/mail/outbox.ts'
import { fermerDonnees } from '../../src/modules/documents/lecture/donnees-sensibles.ts'
import { textesChiffres } from '../../src/modules/donnees/domain/textes-chiffres.ts'
import { effacerDans } from '../../src/modules/donnees/gestes/effacer-personne.ts'
import { composerArchive } from '../../src/modules/donnees/gestes/exporter-personne.ts'
import { baseNeuve, graine, semer } from '../base/index.ts'

const base = await baseNeuve()
const keys = keysFromSeed('effacement')
const a = graine('A')
await base.maintenance((tx) => semer(tx, a))
const admin = await base.client('admin')
const nom = 'Aline Vérité-Perdue'

type Colonne = { tab: string; col: string; genre: string; famille: string }
const { rows: colonnes } = await admin.query<Colonne>(`
  select f.nom as tab, a.attname::text as col, format_type(a.atttypid, null) as genre, f.famille
    from app.famille f join pg_attribute a on a.attrelid = f.nom::regclass
   where f.famille <> 'public' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     and format_type(a.atttypid, null) in ('text', 'text[]', 'jsonb', 'bytea')
     and exists (select from pg_attribute o where o.attrelid = a.attrelid and o.attname = 'organisme_id')
   order by 1, 2`)

/** Sans déclencheur ni clé : les contraintes de forme restent, et une colonne qui refuse un nom n'en portera jamais. */
const planter = async (): Promise<Set<string>> => {
  await admin.query(`set session_replication_role = replica`)
  const plantees = new Set<string>()
  for (const { tab, col, genre } of colonnes) {
    const chiffree = textesChiffres.find((t) => t.table === tab && t.colonne === col)
    if (genre === 'bytea' && !chiffree) continue
    for (const valeur of genre === 'bytea'
      ? ['chiffre']
      : genre === 'text'
        ? [nom, `{"x":"${nom}"}`]
        : genre === 'text[]'
          ? [`{"${nom}"}`]
          : [`{"x":"${nom}"}`, `["${nom}"]`]) {
      const cle = chiffree?.cle ?? 'organisme_id'
      const { rows } = await admin.query<{ ctid: string; cle: string }>(
        `select ctid::text, ${cle}::text as cle from ${tab} where organisme_id = $1 order by "${col}" is null limit 1`,
        [a.organisme],
      )
      const [ligne] = rows
      if (!ligne) continue
      try {
        await admin.query(`update ${tab} set "${col}" = $1::${genre} where ctid = $2::tid`, [
          chiffree ? Buffer.from(keys.encrypt(chiffree.usage, ligne.cle, Buffer.from(`Vu ${nom}.`))) : valeur,
          ligne.ctid,
        ])
        plantees.add(`${tab}.${col}`)
        break
      } catch (e) {
        const { code = '' } = e as { code?: string }
        // Une contrainte de forme, d'unicité ou de longueur.
        if (!/^(23|22)/.test(code)) throw e
      }
    }
  }
  await admin.query(`set session_replication_role = origin`)
  return plantees
}

const trouver = async (): Promise<string[]> => {
  const ou: string[] = []
  for (const { tab, col, genre } of colonnes) {
    const chiffree = textesChiffres.find((t) => t.table === tab && t.colonne === col)
    if (genre !== 'bytea') {
      const { rowCount } = await admin.query(
        `select from ${tab} where organisme_id = $1 and "${col}"::text ilike $2 limit 1`,
        [a.organisme, `%${nom}%`],
      )
      if (rowCount) ou.push(`${tab}.${col}`)
    } else if (chiffree) {
      const { rows } = await admin.query<{ cle: string; octets: Buffer | null }>(
        `select ${chiffree.cle}::text as cle, "${col}" as octets from ${tab} where organisme_id = $1`,
        [a.organisme],
      )
      const dit = (l: (typeof rows)[number]) =>
        l.octets &&
        Buffer.from(keys.decrypt(chiffree.usage, l.cle, l.octets) ?? '')
          .toString()
          .includes(nom)
      if (rows.some(dit)) ou.push(`${tab}.${col}`)
    }
  }
  return ou
}

/**
 * Partout ailleurs : toute colonne lisible de toute table, avec ou sans organisme, plis, index de recherche et colonnes calculées compris, la
 * file des tâches aussi. Le nom s’y cherche tel quel, et plié comme la recherche le plie.
 */
const chercherPartout = async (): Promise<string[]> => {
  const { rows } = await admin.query<{ tab: string; col: string }>(`
    select n.nspname || '.' || c.relname as tab, a.attname::text as col
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and n.nspname !~ '^pg_|^information_schema$' and a.attnum > 0 and not a.attisdropped
       and format_type(a.atttypid, null) in ('text', 'text[]', 'jsonb', 'json', 'tsvector', 'character varying') order by 1, 2`)
  const ou: string[] = []
  for (const { tab, col } of rows) {
    const { rowCount } = await admin.query(
      `select from ${tab} t where "${col}"::text ilike $1 or "${col}"::text ilike '%verite%perdue%' limit 1`,
      [`%${nom}%`],
    )
    if (rowCount) ou.push(`${tab}.${col}`)
  }
  return ou
}

/** Les octets qui ne sont pas un texte : une empreinte, une clé, une signature ; un fichier, qui s'ôte avec ce qui le nomme. */
const sansTexte =
  /\.(empreinte(_source)?|precedente|sel|jeton|jalon|cle|adresse_cle|signature|engagement|faits|graine|objet|code|octets|grande|petite|preuve|avis_preuve|derivee|feuille|tete)$/
/** Les autres, chacune avec ce qui l'efface. */
const ailleurs = [
  'facturation.boite.secret', // le mot de passe d’une boîte de la coopérative ; il ne nomme personne, et s’ôte avec la boîte
  'facturation.chorus.secret', // les clés d’une coopérative à Chorus Pro ; elles ne nomment personne, et s’ôtent avec lui
  'facturation.plateforme.appel', // l’empreinte d’une adresse secrète ; elle ne nomme personne
  'facturation.plateforme.secret', // la clé d’une coopérative chez sa plateforme ; elle ne nomme personne, et s’ôte avec la plateforme
  'marches.pli_chiffre.chiffre', // les prix d’un membre, chiffrés pour des clés que le serveur n’a pas ; ils ne nomment personne
  'marches.regard.contenu', // l’intérêt d’une coopérative, qui ne nomme personne ; porte.rapprocher_interets l’ôte le lendemain de la date limite
  'plateforme.courriel.chiffre', // relu par l’effacement, par ses portes ; effacé dès que le message est parti
  'sessions.agenda.adresse', // l'adresse d'un agenda, effacée avec lui
  'tiers.lecture_csv.contenu', // ôté entier par porte.oublier_brouillons
]

it('toute colonne d’octets est un texte que l’effacement ouvre, ou n’est pas un texte', () => {
  const texte = new Set(textesChiffres.map((t) => `${t.table}.${t.colonne}`))
  expect(
    colonnes
      .filter((c) => c.genre === 'bytea')
      .map((c) => `${c.tab}.${c.col}`)
      .filter((c) => !texte.has(c) && !sansTexte.test(c) && !ailleurs.includes(c)),
  ).toEqual([])
})

it('une personne entièrement effacée ne se lit plus que dans ce qui est figé, et le rapport le dit, lieu par lieu', async () => {
  const personne = newId<'Personne'>() as PersonneId
  const plantees = await planter()
  expect(plantees.size).toBeGreaterThan(300)
  for (const t of textesChiffres) expect(plantees, t.table).toContain(`${t.table}.${t.colonne}`)
  await base.maintenance((tx) =>
    sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, courriel, pli, cree_le)
      values (${a.organisme}, ${personne}, ${a.activites[0]}, 'Aline', 'Vérité-Perdue', 'aline@exemple.example', 'verite-perdue aline', '2000-01-01')`.execute(
      tx,
    ),
  )
  // Les griefs d'un autre la nomment : une pièce chiffrée, que la base ne sait pas lire.
  const [piece] = (
    await admin.query<{ id: PieceId }>('select id from documents.piece where organisme_id = $1 limit 1', [
      a.organisme,
    ])
  ).rows
  if (!piece) throw new Error('aucune pièce semée')
  const griefs = { id: piece.id, genre: 'acte-disciplinaire', donnees: `{"griefs":"A frappé ${nom}."}` }
  await admin.query(`set session_replication_role = replica`)
  await admin.query(`update documents.piece set emise_le = '2000-01-01' where organisme_id = $1`, [
    a.organisme,
  ])
  await admin.query('update documents.piece set genre = $2, donnees = $3 where id = $1', [
    piece.id,
    griefs.genre,
    fermerDonnees(keys, griefs),
  ])
  await admin.query(`update compte.adhesion set roles = '{dpo}' where organisme_id = $1`, [a.organisme])

  // Le papier émis est un fichier qui la nomme ; il part avec la pièce.
  const papier = `%PDF ${nom}`
  await admin.query(
    `insert into plateforme.fichier (organisme_id, empreinte, type, taille, octets) values ($1, sha256(convert_to($2, 'UTF8')), 'application/pdf', $3, convert_to($2, 'UTF8'))`,
    [a.organisme, papier, Buffer.byteLength(papier)],
  )
  await admin.query(
    `update documents.piece set fichier = encode(sha256(convert_to($2, 'UTF8')), 'hex') where id = $1`,
    [piece.id, papier],
  )
  await admin.query(`set session_replication_role = origin`)
  const lisible = async () =>
    (
      await admin.query(
        `select from plateforme.fichier where position(convert_to($1, 'UTF8') in octets) > 0`,
        [nom],
      )
    ).rowCount
  expect(await lisible()).toBe(1)
  // La recherche la trouve par ses mots : l’index se vide avec la fiche.
  expect(await chercherPartout()).toContain('tiers.mot.pli')

  // L’agenda qu’elle avait donné à lire : son nom, son adresse, ses heures.
  await admin.query(
    `insert into sessions.agenda (organisme_id, id, activite_id, personne_id, nom, adresse, cree_par, cree_le)
      values ($1, $2, $3, $4, 'Agenda d’Aline', $5, $6, now())`,
    [a.organisme, newId(), a.activites[0], personne, Buffer.alloc(40, 1), a.personne],
  )

  // Trois messages attendent le serveur d’envoi : l’un la nomme, l’autre joint un papier à son nom, le dernier ne la connaît pas.
  const nomDuPapier = { nom: `Attestation ${nom}.pdf`, type: 'application/pdf', octets: Buffer.from('%PDF') }
  const attendent = await base.enTantQue(a.organisme, { personne: a.personne }, async (tx) => {
    const poser = (texte: string, pieces: (typeof nomDuPapier)[] = []) =>
      sendLater(tx, { keys }, { a: 'quelqu.un@exemple.example', objet: 'Demain', texte, pieces })
    return [await poser(`${nom} sera là.`), await poser('Son papier.', [nomDuPapier]), await poser('Rien.')]
  })

  // Elle avait demandé une place, quelqu’un d’autre aussi : son archive lui remet ce qu’elle a écrit, et cela seul.
  // Une adresse se partage : de la sienne, sous un autre nom, l’archive ne remet rien.
  for (const [courriel, texte, auteur] of [
    ['Aline@exemple.example', 'Je viendrais le mardi.', 'Vérité-Perdue Aline'],
    ['paul@exemple.example', 'Je viendrais le jeudi.', 'Paul Autre'],
    ['aline@exemple.example', 'Je viendrais le samedi.', 'Paul Autre'],
  ]) {
    const id = newId()
    const ecrit = JSON.stringify({ nom: auteur, courriel, texte })
    await admin.query(
      `insert into portail.demande (id, sujet, organisme_id, offre_id, chiffre, etat, recue_le)
        select $1::uuid, 'place', organisme_id, offre_id, $2::bytea, 'transmise', now() from portail.demande where organisme_id = $3 limit 1`,
      [id, Buffer.from(keys.encrypt('portail.demande', id, Buffer.from(ecrit))), a.organisme],
    )
  }
  const archive = await base.enTantQue(a.organisme, { personne: a.personne }, (tx) =>
    composerArchive(
      { storage: {} as never, keys },
      tx,
      { personne, genre: 'export', handicap: false, lit: () => false },
      new Date('2094-12-31T09:00:00Z'),
    ),
  )
  expect(archive?.octets.includes('Je viendrais le mardi.')).toBe(true)
  expect(archive?.octets.includes('Je viendrais le jeudi.')).toBe(false)
  expect(archive?.octets.includes('Je viendrais le samedi.')).toBe(false)
  expect(archive?.octets.includes('sous un autre nom')).toBe(true)

  const fait = await base.enTantQue(a.organisme, { personne: a.personne }, (tx) =>
    effacerDans(
      tx,
      { personne, fondement: 'demande-de-la-personne', motif: 'Elle le demande' },
      new Date('2095-01-01T09:00:00Z'),
      keys,
    ),
  )
  if (!fait.ok) throw new Error(fait.error.phrase)
  const { complet, rapport } = fait.value
  expect([complet, rapport.echecs]).toEqual([true, []])
  const effacee = await admin.query('select donnees from documents.piece where id = $1', [piece.id])
  expect(effacee.rows).toEqual([{ donnees: '{}' }])
  // Ni plus, ni moins que ce que le rapport dit rester.
  expect(await lisible()).toBe(0)
  expect((await admin.query('select from sessions.agenda where personne_id = $1', [personne])).rowCount).toBe(
    0,
  )
  const dits = (rapport.figes ?? []).map((f) => f.lieu)
  expect((await chercherPartout()).filter((lieu) => !dits.includes(lieu))).toEqual([])
  expect(await trouver()).toEqual((rapport.figes ?? []).map((f) => f.lieu).toSorted())
  for (const f of rapport.figes ?? []) expect([f.pourquoi, f.terme ?? f.tant], f.lieu).not.toContain('')
  for (const f of rapport.figes ?? []) expect(f.terme ?? f.tant, f.lieu).toBeTruthy()
  expect((rapport.figes ?? []).filter((f) => f.terme).map((f) => f.lieu)).toContain(
    'emargement.prive.contenu',
  )
  const lire = async (id: string | undefined) => {
    const [c] = (await admin.query('select etat, code, chiffre from plateforme.courriel where id = $1', [id]))
      .rows
    return [c.etat, c.code, c.chiffre && ouvrirMessage(keys, id ?? '', c.chiffre)?.texte]
  }
  expect(await Promise.all(attendent.map(lire))).toEqual([
    ['en-attente', null, 'personne effacée sera là.'],
    ['refuse', 'EFFACE', null],
    ['en-attente', null, 'Rien.'],
  ])
})
