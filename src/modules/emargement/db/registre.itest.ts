import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { registre as commande } from '../commandes/registre.ts'
import { clesDEssai, poserSessionDEssai, type SessionDEssai, servicesDe } from '../test/session-d-essai.ts'
import { verifierEnBase } from './registre.ts'

const base = await baseNeuve()
const objet = Buffer.alloc(32, 3)

const inscrire = (
  tx: TenantTx,
  fil: SessionDEssai,
  id: string,
  contenu: string,
  activite: string = fil.activite,
) =>
  sql<{
    numero: number
    empreinte: Buffer
    deja: boolean
  }>`select * from emargement.inscrire(${id}::uuid, ${activite}::uuid, ${objet}::bytea, ${contenu})`
    .execute(tx)
    .then((r) => r.rows[0])

const neuf = () => base.maintenance((tx) => poserSessionDEssai(tx))
const dans = <T>(fil: SessionDEssai, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(fil.organisme, { personne: fil.personne }, work)
const verdict = (fil: SessionDEssai) => dans(fil, (tx) => verifierEnBase(tx, clesDEssai.publicKey))

describe('Le registre en base', () => {
  it('trois cents ajouts simultanés font une chaîne sans trou', async () => {
    const fil = await neuf()
    await Promise.all(
      Array.from({ length: 300 }, (_, i) => dans(fil, (tx) => inscrire(tx, fil, newId(), `{"n":${i}}`))),
    )
    expect(await verdict(fil)).toMatchObject({ ok: true, maillons: 300, ruptures: [] })
  })

  it('quarante reprises de la même entrée n’en font qu’une, et rendent le même reçu', async () => {
    const fil = await neuf()
    const id = newId()
    const recus = await Promise.all(
      Array.from({ length: 40 }, () => dans(fil, (tx) => inscrire(tx, fil, id, '{"n":1}'))),
    )
    expect(new Set(recus.map((r) => `${r?.numero} ${r?.empreinte.toString('hex')}`)).size).toBe(1)
    expect(recus.filter((r) => r?.deja === false)).toHaveLength(1)
    expect((await verdict(fil)).maillons).toBe(1)
  })

  it('le même identifiant avec un autre contenu est refusé', async () => {
    const fil = await neuf()
    const id = newId()
    await dans(fil, (tx) => inscrire(tx, fil, id, '{"n":1}'))
    expect(await codeSql(() => dans(fil, (tx) => inscrire(tx, fil, id, '{"n":2}')))).toBe('23505')
  })

  it('rien ne s’écrit sans organisme, ni pour une enseigne hors de la portée', async () => {
    const fil = await neuf()
    const autre = newId<'Activite'>()
    expect(
      await codeSql(() =>
        base.db.withoutTenant((tx) => inscrire(tx as unknown as TenantTx, fil, newId(), '{}')),
      ),
    ).toBe('42501')
    expect(
      await codeSql(() =>
        base.enTantQue(fil.organisme, { portee: [autre] }, (tx) => inscrire(tx, fil, newId(), '{}')),
      ),
    ).toBe('42501')
  })

  it('l’application ne peut ni écrire, ni changer, ni effacer un maillon', async () => {
    const fil = await neuf()
    await dans(fil, (tx) => inscrire(tx, fil, newId(), '{"n":1}'))
    const essais = [
      sql`insert into emargement.maillon (organisme_id, numero, id, activite_id, objet, contenu, empreinte)
        values (${fil.organisme}::uuid, 9, ${newId()}::uuid, ${fil.activite}::uuid, ${objet}::bytea, '{}', ${objet}::bytea)`,
      sql`update emargement.maillon set contenu = '{}'`,
      sql`delete from emargement.maillon`,
      sql`truncate emargement.maillon`,
      sql`select 1 from emargement.maillon for update`,
    ]
    for (const essai of essais)
      expect(await codeSql(() => dans(fil, (tx) => essai.execute(tx)))).toBe('42501')
  })

  it.each(['prive', 'signature', 'absence', 'cloture', 'jalon', 'certificat'])(
    'la preuve « %s » ne se change ni ne s’efface',
    async (table) => {
      const fil = await neuf()
      const nom = sql.raw(`emargement.${table}`)
      expect(await codeSql(() => dans(fil, (tx) => sql`delete from ${nom}`.execute(tx)))).toBe('42501')
      expect(
        await codeSql(() =>
          dans(fil, (tx) => sql`update ${nom} set organisme_id = organisme_id`.execute(tx)),
        ),
      ).toBe('42501')
    },
  )

  it('une entrée sans maillon ne passe pas la fin de la transaction', async () => {
    const fil = await neuf()
    expect(
      await codeSql(() =>
        dans(fil, (tx) =>
          sql`insert into emargement.signature (activite_id, inscription_id, seance_id, maillon_id, signee_le)
            values (${fil.activite}::uuid, ${fil.inscriptions[0] ?? ''}::uuid, ${fil.seances[0] ?? ''}::uuid, ${newId()}::uuid, now())`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('23503')
  })

  it('un voisin ne lit rien du registre, et n’y écrit rien', async () => {
    const [a, b] = [await neuf(), await neuf()]
    const id = newId()
    await dans(a, (tx) => inscrire(tx, a, id, '{"n":1}'))
    const lus = await dans(b, (tx) => sql`select * from emargement.maillon`.execute(tx))
    expect(lus.rows).toHaveLength(0)
    // Sa propre chaîne commence à un : rien ne lui apprend celle de A, pas même le même identifiant.
    expect(await codeSql(() => dans(b, (tx) => inscrire(tx, b, id, '{"n":2}')))).toBeUndefined()
    expect((await verdict(b)).maillons).toBe(1)
  })

  it('qui tient la base et modifie une entrée est vu par la ligne de commande', async () => {
    const fil = await neuf()
    for (let i = 0; i < 4; i++) await dans(fil, (tx) => inscrire(tx, fil, newId(), `{"n":${i}}`))
    const services = servicesDe(base, fil)
    const dire = async () => {
      const sortie: string[] = []
      const ecrire = (t: string) => void sortie.push(t)
      const s = { ...services, db: { ...services.db, withoutTenant: base.worker.withoutTenant } }
      const code = await commande.run(['verifier-base', '--organisme', fil.code], {
        services: s,
        stdout: ecrire,
        stderr: ecrire,
      })
      return { code, texte: sortie.join('') }
    }
    expect(await dire()).toMatchObject({ code: 0 })
    await base.maintenance((tx) =>
      sql`update emargement.maillon set contenu = '{"n":99}' where organisme_id = ${fil.organisme} and numero = 3`.execute(
        tx,
      ),
    )
    expect(await dire()).toEqual({
      code: 1,
      texte: 'Rupture à l’entrée 3\u00a0: une entrée a été modifiée, ou son rang.\n',
    })
  })

  it('la porte de la ligne de commande est fermée au rôle web', async () => {
    expect(
      await codeSql(() =>
        base.db.withoutTenant((tx) => sql`select porte.organisme_par_code('x')`.execute(tx)),
      ),
    ).toBe('42501')
  })
})
