/** Chaque famille sous ses cas difficiles, sur le schéma témoin. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ActiviteId, Id, OrganismeId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { baseNeuve, codeSql, graine, type Qui, semer } from '../base/index.ts'

const base = await baseNeuve()
const a = graine('A')
const b = graine('B')
const [x, y] = a.activites

beforeAll(() =>
  base.maintenance(async (tx) => {
    await semer(tx, a)
    await semer(tx, b)
  }),
)

const tant = <T>(g: { organisme: OrganismeId }, work: (tx: TenantTx) => Promise<T>, qui: Qui = {}) =>
  base.enTantQue(g.organisme, qui, work)
const un = async <T>(tx: TenantTx, requete: ReturnType<typeof sql<T>>) => (await requete.execute(tx)).rows[0]
const combien = async (tx: TenantTx, texte: string) =>
  (await un(tx, sql<{ n: number }>`select count(*) as n from ${sql.raw(texte)}`))?.n
const idDe = (table: string, condition: string) =>
  base.maintenance(
    async (tx) =>
      (await sql<{ id: string }>`select id from ${sql.raw(table)} where ${sql.raw(condition)}`.execute(tx))
        .rows[0]?.id ?? '',
  )

describe('own', () => {
  it('l’organisme n’est pas à écrire : la transaction le porte', async () => {
    const id = newId()
    await tant(a, (tx) =>
      sql`insert into temoin.preuve (id, texte) values (${id}, 'sans organisme')`.execute(tx),
    )
    expect(
      await base.maintenance((tx) =>
        sql`select organisme_id from temoin.preuve where id = ${id}`.execute(tx).then((r) => r.rows),
      ),
    ).toEqual([{ organisme_id: a.organisme }])
  })

  it('on ne déplace pas sa ligne chez un autre', async () => {
    expect(
      await codeSql(() =>
        tant(a, (tx) => sql`update temoin.activite set organisme_id = ${b.organisme}`.execute(tx)),
      ),
    ).toBe('42501')
  })

  it('on ne rattache pas sa pièce au dossier d’un autre', async () => {
    const dossier = await idDe('temoin.dossier', `organisme_id = '${b.organisme}'`)
    expect(
      await codeSql(() =>
        tant(a, (tx) =>
          sql`insert into temoin.piece (id, activite_id, dossier_id, texte) values (${newId()}, ${x}, ${dossier}, 'volée')`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('23503')
  })

  it('on ne fait pas passer une pièce dans une autre enseigne que son dossier', async () => {
    const dossier = await idDe('temoin.dossier', `activite_id = '${x}'`)
    expect(
      await codeSql(() =>
        tant(a, (tx) =>
          sql`insert into temoin.piece (id, activite_id, dossier_id, texte) values (${newId()}, ${y}, ${dossier}, 'mêlée')`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('23503')
  })

  it('une sonde par erreur n’apprend rien d’une ligne cachée', async () => {
    const n = await tant(a, (tx) =>
      combien(
        tx,
        `temoin.dossier where 1 / (case when organisme_id = '${b.organisme}' then 0 else 1 end) = 1`,
      ),
    )
    expect(n).toBe(2)
  })

  it('le même identifiant chez deux organismes ne se heurte pas', async () => {
    const id = await idDe('temoin.preuve', `organisme_id = '${b.organisme}'`)
    await tant(a, (tx) => sql`insert into temoin.preuve (id, texte) values (${id}, 'à moi')`.execute(tx))
    expect(await tant(a, (tx) => combien(tx, `temoin.preuve where id = '${id}'`))).toBe(1)
  })

  it('ni merge, ni copy, ni truncate, ni verrou sur une preuve', async () => {
    expect(
      await codeSql(() =>
        tant(a, (tx) =>
          sql`merge into temoin.activite t using (values (1)) v(n) on t.organisme_id = ${b.organisme}
      when matched then delete when not matched then insert (organisme_id, id, nom) values (${b.organisme}, ${newId()}, 'forgée')`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('42501')
    const nu = await base.client('coforme_web')
    expect(await codeSql(() => nu.query(`copy temoin.activite from stdin`))).toBe('0A000')
    expect(await codeSql(() => nu.query(`copy (select 1) to program 'true'`))).toBe('42501')
    for (const texte of [
      'truncate temoin.preuve',
      'update temoin.preuve set texte = null',
      'delete from temoin.preuve',
      'select from temoin.preuve for update',
    ]) {
      expect(await codeSql(() => tant(a, (tx) => sql.raw(texte).execute(tx))), texte).toBe('42501')
    }
  })

  it('supprimer son dossier n’emporte que ses pièces', async () => {
    const chezB = await base.maintenance((tx) =>
      sql`select from temoin.piece where organisme_id = ${b.organisme}`
        .execute(tx)
        .then((r) => r.rows.length),
    )
    await tant(a, async (tx) => {
      const dossier = newId()
      await sql`insert into temoin.dossier (id, activite_id, titre) values (${dossier}, ${x}, 'éphémère')`.execute(
        tx,
      )
      await sql`insert into temoin.piece (id, activite_id, dossier_id, texte) values (${newId()}, ${x}, ${dossier}, 'p')`.execute(
        tx,
      )
      await sql`delete from temoin.dossier where id = ${dossier}`.execute(tx)
      expect(await combien(tx, `temoin.piece where dossier_id = '${dossier}'`)).toBe(0)
    })
    expect(
      await base.maintenance((tx) =>
        sql`select from temoin.piece where organisme_id = ${b.organisme}`
          .execute(tx)
          .then((r) => r.rows.length),
      ),
    ).toBe(chezB)
  })
})

describe('les enseignes', () => {
  const personne = newId<'Personne'>()
  const invite: Qui = { personne, portee: [x] }

  it('l’invité d’un dossier le lit, et ne peut ni le changer, ni le retirer, ni lire ses pièces', async () => {
    const dossier = await idDe('temoin.dossier', `activite_id = '${y}'`)
    await base.maintenance((tx) =>
      sql`insert into temoin.invitation values (${a.organisme}, ${dossier}, ${personne})`.execute(tx),
    )
    await tant(
      a,
      async (tx) => {
        expect(await combien(tx, `temoin.dossier where id = '${dossier}'`)).toBe(1)
        expect(
          (await sql`update temoin.dossier set titre = 'changé' where id = ${dossier}`.execute(tx))
            .numAffectedRows,
        ).toBe(0n)
        expect(
          (await sql`delete from temoin.dossier where id = ${dossier}`.execute(tx)).numAffectedRows,
        ).toBe(0n)
        expect(await combien(tx, `temoin.piece where dossier_id = '${dossier}'`)).toBe(0)
      },
      invite,
    )
    // L'invitation est nominative, et ne vaut pas dans un autre organisme.
    expect(
      await tant(a, (tx) => combien(tx, `temoin.dossier where id = '${dossier}'`), {
        personne: newId<'Personne'>(),
        portee: [x],
      }),
    ).toBe(0)
    expect(await tant(b, (tx) => combien(tx, `temoin.dossier where id = '${dossier}'`), invite)).toBe(0)
  })

  it('déplacer un dossier déplace ses pièces, pour qui voit tout', async () => {
    const dossier = newId()
    await tant(
      a,
      async (tx) => {
        await sql`insert into temoin.dossier (id, activite_id, titre) values (${dossier}, ${x}, 'mobile')`.execute(
          tx,
        )
        await sql`insert into temoin.piece (id, activite_id, dossier_id, texte) values (${newId()}, ${x}, ${dossier}, 'p')`.execute(
          tx,
        )
      },
      { portee: [x] },
    )
    expect(
      await codeSql(() =>
        tant(a, (tx) => sql`update temoin.dossier set activite_id = ${y} where id = ${dossier}`.execute(tx), {
          portee: [x],
        }),
      ),
    ).toBe('42501')
    await tant(a, (tx) => sql`update temoin.dossier set activite_id = ${y} where id = ${dossier}`.execute(tx))
    expect(
      await tant(a, (tx) => combien(tx, `temoin.piece where dossier_id = '${dossier}'`), { portee: [x] }),
    ).toBe(0)
    expect(
      await tant(a, (tx) => combien(tx, `temoin.piece where dossier_id = '${dossier}'`), { portee: [y] }),
    ).toBe(1)
  })

  it('une portée vide ne voit rien et n’écrit rien', async () => {
    expect(await tant(a, (tx) => combien(tx, 'temoin.dossier'), { portee: [] })).toBe(0)
    expect(
      await codeSql(() =>
        tant(
          a,
          (tx) =>
            sql`insert into temoin.dossier (id, activite_id, titre) values (${newId()}, ${x}, 'n')`.execute(
              tx,
            ),
          { portee: [] },
        ),
      ),
    ).toBe('42501')
  })

  it('une portée mal écrite ferme la porte', async () => {
    expect(
      await codeSql(() =>
        tant(a, (tx) => combien(tx, 'temoin.dossier'), { portee: ['*'] as unknown as ActiviteId[] }),
      ),
    ).toBe('22P02')
  })
})

describe('publie', () => {
  it('le public lit ce qui est publié, et rien d’autre ; l’organisme lit tout le sien', async () => {
    const vues = await base.db.withoutTenant((tx) =>
      sql<{ p: Date | null }>`select publiee_le as p from temoin.offre`.execute(tx),
    )
    expect(vues.rows.length).toBe(4)
    expect(vues.rows.every((r) => r.p !== null)).toBe(true)
    expect(await tant(a, (tx) => combien(tx, 'temoin.offre'))).toBe(4)
  })

  it('dépublier agit à l’instruction suivante', async () => {
    await tant(b, (tx) => sql`update temoin.offre set publiee_le = null`.execute(tx))
    const { rows } = await base.db.withoutTenant((tx) =>
      sql`select distinct organisme_id from temoin.offre`.execute(tx),
    )
    expect(rows).toEqual([{ organisme_id: a.organisme }])
  })
})

describe('shared', () => {
  const remettre =
    (fiche: string, a_: OrganismeId, du: string, au: string | null = null) =>
    (tx: TenantTx) =>
      sql`insert into temoin.fiche_remise (organisme_id, fiche_id, resume, du, au) values (${a_}, ${fiche}, 'r', ${du}, ${au})`.execute(
        tx,
      )
  const recues = (g: { organisme: OrganismeId }) =>
    tant(g, (tx) => combien(tx, `temoin.fiche_remise where organisme_id = '${g.organisme}'`))

  it('ne se voit qu’une fois remise, pendant sa période, et jusqu’à son retrait', async () => {
    const [cours, passee, future] = [newId(), newId(), newId()]
    for (const id of [cours, passee, future])
      await tant(a, (tx) =>
        sql`insert into temoin.fiche_publiee (id, resume) values (${id}, 'r')`.execute(tx),
      )
    expect(await recues(b)).toBe(0)
    await tant(a, remettre(passee, b.organisme, '2020-01-01', '2020-12-31'))
    await tant(a, remettre(future, b.organisme, '2999-01-01'))
    expect(await recues(b)).toBe(0)
    await tant(a, remettre(cours, b.organisme, '2020-01-01'))
    expect(await recues(b)).toBe(1)
    // La ligne vivante, elle, ne se voit jamais.
    expect(await tant(b, (tx) => combien(tx, `temoin.fiche_publiee where id = '${cours}'`))).toBe(0)
    await tant(a, (tx) =>
      sql`update temoin.fiche_remise set retiree_le = now() where fiche_id = ${cours} and organisme_id = ${b.organisme}`.execute(
        tx,
      ),
    )
    expect(await recues(b)).toBe(0)
  })

  it('on ne remet pas la fiche d’un autre, ni au nom d’un autre', async () => {
    const fiche = await idDe('temoin.fiche_publiee', `organisme_id = '${b.organisme}'`)
    expect(await codeSql(() => tant(a, remettre(fiche, a.complice, '2020-01-01')))).toBe('23503')
    expect(
      await codeSql(() =>
        tant(a, (tx) =>
          sql`insert into temoin.fiche_remise (organisme_id, de_organisme_id, fiche_id, resume, du)
      values (${a.organisme}, ${b.organisme}, ${fiche}, 'r', '2020-01-01')`.execute(tx),
        ),
      ),
    ).toBe('42501')
  })

  it('qui reçoit ne change rien, n’allonge rien, et ne voit pas les autres destinataires', async () => {
    const fiche = newId()
    await tant(a, (tx) =>
      sql`insert into temoin.fiche_publiee (id, resume) values (${fiche}, 'r')`.execute(tx),
    )
    await tant(a, remettre(fiche, b.organisme, '2020-01-01'))
    await tant(a, remettre(fiche, a.complice, '2020-01-01'))
    expect(await tant(b, (tx) => combien(tx, `temoin.fiche_remise where fiche_id = '${fiche}'`))).toBe(1)
    await tant(b, async (tx) => {
      expect(
        (await sql`update temoin.fiche_remise set retiree_le = now() where fiche_id = ${fiche}`.execute(tx))
          .numAffectedRows,
      ).toBe(0n)
    })
    for (const g of [a, b])
      expect(
        await codeSql(() =>
          tant(g, (tx) => sql`update temoin.fiche_remise set au = '2999-01-01'`.execute(tx)),
        ),
      ).toBe('42501')
  })
})

describe('collective', () => {
  const pole = newId<'Pole'>() as Id<'Pole'>
  const adherer = (g: { organisme: OrganismeId }, au: string | null) =>
    base.maintenance((tx) =>
      sql`insert into temoin.adhesion values (${g.organisme}, ${pole}, '2020-01-01', ${au})
      on conflict (organisme_id, pole_id) do update set au = excluded.au`.execute(tx),
    )
  const lues = (g: { organisme: OrganismeId }) =>
    tant(g, (tx) => combien(tx, `temoin.reunion where pole_id = '${pole}'`))
  const ecrire = (tx: TenantTx) =>
    sql`insert into temoin.reunion (pole_id, id, sujet) values (${pole}, ${newId()}, 's')`.execute(tx)

  it('les membres lisent, un étranger non, et quitter ferme aussitôt', async () => {
    await adherer(a, null)
    expect(await codeSql(() => tant(b, ecrire))).toBe('42501')
    await tant(a, ecrire)
    expect([await lues(a), await lues(b)]).toEqual([1, 0])
    await adherer(b, null)
    expect(await lues(b)).toBe(1)
    await adherer(b, '2021-01-01')
    expect(await lues(b)).toBe(0)
  })

  it('un membre n’écrit pas au nom d’un autre, ni ne retire sa ligne', async () => {
    await adherer(b, null)
    expect(
      await codeSql(() =>
        tant(b, (tx) =>
          sql`insert into temoin.reunion values (${pole}, ${newId()}, ${a.organisme}, 's')`.execute(tx),
        ),
      ),
    ).toBe('42501')
    await tant(b, async (tx) => {
      expect(
        (await sql`delete from temoin.reunion where pole_id = ${pole}`.execute(tx)).numAffectedRows,
      ).toBe(0n)
      expect(
        (await sql`update temoin.reunion set sujet = 'x' where pole_id = ${pole}`.execute(tx))
          .numAffectedRows,
      ).toBe(0n)
    })
  })

  it('on n’adhère pas tout seul', async () => {
    expect(
      await codeSql(() =>
        tant(b, (tx) =>
          sql`insert into temoin.adhesion values (${b.organisme}, ${newId()}, '2020-01-01')`.execute(tx),
        ),
      ),
    ).toBe('42501')
  })
})

describe('porte', () => {
  it('la table est fermée, la porte répond à sa seule question', async () => {
    expect(
      await codeSql(() => base.db.withoutTenant((tx) => sql`select * from temoin.compte`.execute(tx))),
    ).toBe('42501')
    const demander = (lettre: string) =>
      base.db.withoutTenant(
        async (tx) =>
          (
            await sql<{
              id: string | null
            }>`select porte.temoin_compte(sha256(${lettre}::bytea)) as id`.execute(tx)
          ).rows[0]?.id,
      )
    expect(await demander('A')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await demander('inconnue')).toBeNull()
  })

  it('sans organisme, une porte qui lit l’adhésion ne rend rien', async () => {
    const { rows } = await base.db.withoutTenant((tx) =>
      sql`select porte.temoin_poles() as p, porte.temoin_dossiers_invites() as d`.execute(tx),
    )
    expect(rows).toEqual([{ p: [], d: [] }])
  })
})
