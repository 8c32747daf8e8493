/** Qui a pris le rôle `coforme_web` avec le lien d’un contrat : il s’en rétracte, et n’écrit rien d’autre. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { monterIntrus } from './intrus.ts'

const { admin, web, a, chef, essayer, ouvrir, un } = await monterIntrus()

const premiere = async (table: string): Promise<Record<string, string>> =>
  (
    await admin.query<{ l: Record<string, string> }>(
      `select to_jsonb(t) as l from ${table} t where organisme_id = $1 and activite_id = $2 limit 1`,
      [a.organisme, a.activite],
    )
  ).rows[0]?.l ?? {}
const dossier = await premiere('inscriptions.dossier')
const inscription = await premiere('inscriptions.inscription')

/** Une pièce de ce dossier, la demande de signature du client, et le lien qu’il a reçu. */
const preparer = async (genre: 'contrat' | 'convention', numero: string) => {
  const [piece, demande, jeton] = [newId(), newId(), randomBytes(32)]
  await admin.query(
    `insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle,
      pli, objet_genre, objet_id, emise_le, emise_par)
    values ($1, $2, $3, $4, $5, 'contrat.v1', '{}', sha256(convert_to($5, 'UTF8')), $6, 1, 'Pièce', 'x', 'dossier', $7, now(), $8)`,
    [a.organisme, piece, a.activite, genre, numero, randomBytes(32).toString('hex'), dossier.id, chef.id],
  )
  await admin.query(
    `insert into documents.demande (organisme_id, id, activite_id, piece_id, acte, role, objet_genre, objet_id, nom, courriel, creee_le)
      values ($1, $2, $3, $4, 'signature', 'client', 'dossier', $5, 'Rosa Marchal', 'rosa@exemple.example', now())`,
    [a.organisme, demande, a.activite, piece, dossier.id],
  )
  await admin.query(
    `insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le) values ($1, 'signature', $2, $3, $4, now() + interval '1 hour')`,
    [jeton, a.organisme, a.activite, demande],
  )
  return { piece, demande, jeton, entrer: () => web.query('select * from porte.ouvrir_lien($1)', [jeton]) }
}
type Prepare = Awaited<ReturnType<typeof preparer>>

const garder = `insert into documents.signature (organisme_id, id, activite_id, piece_id, demande_id, acte, role, moyen, nom,
    consentement, empreinte, engagement, signee_le, datee_du)
  select $1, $2, $3, $4, $5, $6, $7, $8, 'Rosa Marchal', 'oui', p.empreinte, sha256('x'), now(), current_date
    from documents.piece p where p.organisme_id = $1 and p.id = $4`
const declarer = (p: Prepare, plus: { demande?: string; role?: string; moyen?: string } = {}) => [
  a.organisme,
  newId(),
  a.activite,
  p.piece,
  plus.demande ?? p.demande,
  'retractation',
  plus.role ?? 'client',
  plus.moyen ?? 'lien',
]
const signer = (p: Prepare) =>
  admin.query(garder, [a.organisme, newId(), a.activite, p.piece, p.demande, 'signature', 'client', 'lien'])

const contrat = await preparer('contrat', 'CT-2026-0900')
const convention = await preparer('convention', 'CV-2026-0901')

describe('la déclaration', () => {
  it('ne précède pas la signature, et n’est que d’un contrat', async () => {
    expect(await essayer(garder, declarer(contrat), contrat.entrer)).toBe('23001')
    await signer(contrat)
    await signer(convention)
    expect(await essayer(garder, declarer(contrat), contrat.entrer)).toBe('passe')
    expect(await essayer(garder, declarer(convention), convention.entrer)).toBe('23001')
  })

  it('est de qui tient le lien du contrat, et du client : ni d’un autre lien, ni d’un membre, ni pour l’organisme', async () => {
    expect(await essayer(garder, declarer(contrat), convention.entrer)).toBe('42501')
    expect(await essayer(garder, declarer(contrat), () => ouvrir(chef))).toBe('42501')
    expect(await essayer(garder, declarer(contrat, { role: 'organisme' }), contrat.entrer)).toBe('42501')
    expect(['23514', '42501']).toContain(
      await essayer(garder, declarer(contrat, { moyen: 'compte' }), () => ouvrir(chef)),
    )
  })

  it('se garde une fois', async () => {
    expect(
      await essayer(garder, declarer(contrat), async () => {
        await contrat.entrer()
        await web.query(garder, declarer(contrat))
      }),
    ).toBe('23505')
  })
})

describe('l’inscription du contrat rétracté', () => {
  const changer = async (etat: string, avant: () => Promise<unknown>, id = inscription.id) => {
    await web.query('begin')
    try {
      await avant()
      const r = await web.query(
        `update inscriptions.inscription set etat = $2, etape = null, motif = 'Rétractation' where id = $1`,
        [id, etat],
      )
      return r.rowCount
    } catch (erreur) {
      return (erreur as { code?: string }).code
    } finally {
      await web.query('rollback')
    }
  }
  const retracte = async () => {
    await contrat.entrer()
    await web.query('update inscriptions.dossier set retracte_le = now() where id = $1', [dossier.id])
  }

  it('ne change que par le lien du contrat signé, le dossier rétracté, et vers « rétracté » seul', async () => {
    await admin.query(
      `update inscriptions.dossier set signe_le = now(), signature_moyen = 'lien', signature_piece_id = $2 where id = $1`,
      [dossier.id, contrat.piece],
    )
    await admin.query(`update inscriptions.inscription set dossier_id = $2 where id = $1`, [
      inscription.id,
      dossier.id,
    ])
    const autre = newId()
    await admin.query(
      `insert into inscriptions.inscription select (jsonb_populate_record(i, jsonb_build_object('id', $2::text, 'dossier_id', null,
          'etat', 'annule', 'etape', null, 'motif', 'x', 'close_le', now(), 'definitive_le', null))).*
        from inscriptions.inscription i where id = $1`,
      [inscription.id, autre],
    )
    expect(await changer('retracte', contrat.entrer)).toBe(0)
    expect(await changer('retracte', retracte)).toBe(1)
    expect(await changer('annule', retracte)).toBe('42501')
    expect(await changer('retracte', retracte, autre)).toBe(0)
    expect(await changer('retracte', convention.entrer)).toBe(0)
  })
})

describe('le terme du lien', () => {
  const terme = async (jeton: Uint8Array, jusqua: string, avant: () => Promise<unknown>) => {
    await web.query('begin')
    await avant()
    const fait = await un(web, `select porte.garder_le_lien($1, now() + $2::interval)`, [jeton, jusqua])
    await web.query('commit')
    const jours = await un(
      admin,
      `select round(extract(epoch from expire_le - cree_le) / 86400)::int from compte.lien where jeton = $1`,
      [jeton],
    )
    return [fait, jours]
  }

  it('se repousse de trente jours, jamais au-delà de quatre-vingt-dix, et jamais en arrière', async () => {
    expect(await terme(contrat.jeton, '30 days', contrat.entrer)).toEqual([true, 30])
    expect(await terme(contrat.jeton, '10 years', contrat.entrer)).toEqual([true, 90])
    expect(await terme(contrat.jeton, '1 day', contrat.entrer)).toEqual([true, 90])
  })

  it('n’est ni celui d’un autre lien, ni à qui a un compte', async () => {
    expect(await terme(convention.jeton, '30 days', contrat.entrer)).toEqual([false, 0])
    expect(await terme(convention.jeton, '30 days', () => ouvrir(chef))).toEqual([false, 0])
  })
})
