/** Une déclaration incomplète est refusée : un mur troué ne se pose pas. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { baseNeuve, codeSql } from '../base/index.ts'

const base = await baseNeuve()

const declarer = (colonnes: string, appel: string) =>
  codeSql(() =>
    base.proprietaire(`create table temoin.neuve (${colonnes}); call app.proteger('temoin.neuve', ${appel}); drop table temoin.neuve;
    delete from app.famille where nom = 'temoin.neuve'`),
  )

describe('app.proteger', () => {
  it.each([
    ['own sans organisme', 'id uuid', `'own'`, '42P16'],
    ['own à organisme facultatif', 'organisme_id uuid', `'own'`, '42P16'],
    ['une famille inconnue', 'organisme_id uuid not null', `'prive'`, '22023'],
    ['publie sans prédicat', 'organisme_id uuid not null', `'publie'`, '22023'],
    ['un prédicat hors de publie', 'organisme_id uuid not null', `'own', publie => 'true'`, '22023'],
    ['collective sans porte', 'pole_id uuid not null', `'collective', cle => 'pole_id'`, '22023'],
    ['shared sans période', 'organisme_id uuid not null, de_organisme_id uuid not null', `'shared'`, '42P16'],
    ['le mur des enseignes sans enseigne', 'organisme_id uuid not null', `'own', activite => true`, '42P16'],
    [
      'une enseigne facultative',
      'organisme_id uuid not null, activite_id uuid',
      `'own', activite => true`,
      '42P16',
    ],
    ['des invités sans mur', 'organisme_id uuid not null', `'own', invite => 'true'`, '22023'],
  ])('refuse %s', async (_, colonnes, appel, code) => {
    expect(await declarer(colonnes, appel)).toBe(code)
  })

  it('accepte une déclaration complète, une seule fois', async () => {
    expect(
      await declarer('organisme_id uuid not null, activite_id uuid not null', `'own', activite => true`),
    ).toBeUndefined()
    expect(await codeSql(() => base.proprietaire(`call app.proteger('temoin.preuve', 'own')`))).toBe('23505')
  })
})

describe('app.lier', () => {
  const tables = `
    create table temoin.chef (organisme_id uuid not null, id uuid not null, primary key (organisme_id, id));
    create table temoin.fils (organisme_id uuid not null, id uuid not null, chef_id uuid not null, primary key (organisme_id, id));
    call app.proteger('temoin.chef', 'own'); call app.proteger('temoin.fils', 'own');`
  const orphelin = `
    reset role; set local role coforme_maintenance;
    insert into temoin.fils values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid());
    reset role; set local role coforme_owner;`
  const fin = `drop table temoin.fils, temoin.chef; delete from app.famille where nom in ('temoin.chef', 'temoin.fils');`

  it('le piège : sous FORCE, le propriétaire valide une clé par-dessus un orphelin', async () => {
    expect(
      await codeSql(() =>
        base.proprietaire(`${tables}${orphelin}
      alter table temoin.fils add constraint f foreign key (organisme_id, chef_id) references temoin.chef (organisme_id, id);${fin}`),
      ),
    ).toBeUndefined()
  })

  it('la refuse, et referme les murs derrière elle', async () => {
    const lier = `call app.lier('temoin.fils', 'f', 'organisme_id, chef_id', 'temoin.chef (organisme_id, id)');`
    expect(await codeSql(() => base.proprietaire(`${tables}${orphelin}${lier}${fin}`))).toBe('23503')
    await base.proprietaire(`${tables}${lier}`)
    const tout = await base.client('coforme_maintenance')
    const { rows } = await tout.query(
      `select relforcerowsecurity as f from pg_class where oid in ('temoin.chef'::regclass, 'temoin.fils'::regclass)`,
    )
    expect(rows).toEqual([{ f: true }, { f: true }])
    await base.proprietaire(fin)
  })
})

describe('les migrations de données', () => {
  it('le piège : sous FORCE, le propriétaire change 0 ligne sans le dire ; la maintenance les voit', async () => {
    await base.maintenance((tx) =>
      sql`insert into temoin.preuve values (gen_random_uuid(), gen_random_uuid(), 't')`.execute(tx),
    )
    const migrateur = await base.client('coforme_migrator')
    const changer = async (role: string) => {
      await migrateur.query(`begin; set local role ${role}`)
      const { rowCount } = await migrateur.query(`update temoin.preuve set texte = 'u'`)
      await migrateur.query('rollback')
      return rowCount
    }
    expect(await changer('coforme_owner')).toBe(0)
    expect(await changer('coforme_maintenance')).toBe(1)
  })
})
