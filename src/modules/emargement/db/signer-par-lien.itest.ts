import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { attendreLeDisque, newId } from '#platform/db/index.ts'
import { derniere } from '#platform/db/pool.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { regulariser } from '../gestes/composer.ts'
import { lireLien, signerParLien } from '../gestes/par-lien.ts'
import { acces, clesDEssai, poserSessionDEssai, servicesDe } from '../test/session-d-essai.ts'
import { verifierEnBase } from './registre.ts'
import { lireCaseVierge, signerParLienDUnTrait } from './signer-par-lien.ts'

const base = await baseNeuve()

describe('la dernière instruction d’une transaction', () => {
  it('valide avec elle ; rien ne s’écrit plus après, et ce qui échoue défait tout', async () => {
    const fil = await base.maintenance((tx) => poserSessionDEssai(tx))
    const tache = { genre: 'tache', organisme: fil.organisme } as const
    const consigner = (phrase: string, sinon = 1) =>
      sql`${derniere}insert into journal.geste (id, activite_id, fait_le, module, geste, phrase)
        select gen_random_uuid(), ${fil.activite}::uuid, now(), 'essai', 'essayer', ${phrase}::text where 1 / ${sinon}::int4 = 1`
    const phrases = async () =>
      (
        (await base.worker.withTenant(tache, (tx) =>
          sql<{ phrase: string }>`select phrase from journal.geste where module = 'essai'`.execute(tx),
        )) ?? { rows: [] }
      ).rows.map((r) => r.phrase)
    await base.worker.withTenant(tache, (tx) => consigner('gardée').execute(tx))
    expect(await phrases()).toEqual(['gardée'])
    await expect(base.worker.withTenant(tache, (tx) => consigner('défaite', 0).execute(tx))).rejects.toThrow()
    await expect(
      base.worker.withTenant(tache, async (tx) => {
        await consigner('gardée aussi').execute(tx)
        await sql`select 1`.execute(tx)
      }),
    ).rejects.toThrow('dernière instruction')
    // La connexion sert encore, et n’a rien gardé de la transaction d’avant.
    expect((await phrases()).toSorted()).toEqual(['gardée', 'gardée aussi'])
  })
})

describe('la case qu’un lien permet de signer', () => {
  it('se lit par sa porte comme sous les murs, et personne n’ouvre cette porte sans lien', async () => {
    const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 1 }))
    const jeton = 'c'.repeat(43)
    await base.maintenance(async (tx) => {
      const invitation = await sql<{
        id: string
      }>`insert into emargement.invitation (organisme_id, id, activite_id, inscription_id, seance_id, cree_le)
        values (${fil.organisme}::uuid, gen_random_uuid(), ${fil.activite}::uuid, ${fil.inscriptions[0] ?? ''}::uuid, ${fil.seances[0] ?? ''}::uuid, now()) returning id`.execute(
        tx,
      )
      await sql`insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le)
        values (sha256(${jeton}::bytea), 'emargement', ${fil.organisme}::uuid, ${fil.activite}::uuid, ${invitation.rows[0]?.id ?? ''}::uuid, now() + interval '1 day')`.execute(
        tx,
      )
    })
    const parLaPorte = await base.db.withoutTenant((tx) => lireCaseVierge(tx, jeton))
    const sousLesMurs = await lireLien(servicesDe(base, fil), jeton)
    if (sousLesMurs.etat !== 'ouvert') throw new Error('Le lien devait être ouvert.')
    const { id, prenom, nom } = sousLesMurs.vue.case.personne
    expect(parLaPorte).toMatchObject({
      organisme: sousLesMurs.vue.organisme,
      demi: sousLesMurs.vue.demi,
      inscription: sousLesMurs.vue.case.inscription,
      personne: { id, prenom, nom },
    })
    // Sans jeton, ou d’un jeton voisin, la porte ne rend rien ; elle ne s’ouvre que sur le présent.
    expect(await base.db.withoutTenant((tx) => lireCaseVierge(tx, 'd'.repeat(43)))).toBeUndefined()
    await expect(
      base.db.withoutTenant(async (tx) => {
        await sql`set transaction isolation level repeatable read`.execute(tx)
        return lireCaseVierge(tx, jeton)
      }),
    ).rejects.toThrow('read committed')
    // Arrivée dite après l’envoi du lien : la demi-journée d’avant n’a plus de case, ni par la porte ni sous les murs.
    const arrivee = (jours: number | null) =>
      base.maintenance((tx) =>
        sql`update inscriptions.inscription i set arrivee_le = se.jour + ${jours}::int4 from sessions.seance se
          where i.id = ${fil.inscriptions[0] ?? ''}::uuid and se.id = ${fil.seances[0] ?? ''}::uuid`.execute(
          tx,
        ),
      )
    await arrivee(1)
    expect(await base.db.withoutTenant((tx) => lireCaseVierge(tx, jeton))).toBeUndefined()
    expect((await lireLien(servicesDe(base, fil), jeton)).etat).toBe('mort')
    expect(
      (
        await signerParLien(servicesDe(base, fil, '2026-11-24T09:00:00Z'), jeton, {
          ip: '192.0.2.7',
          agent: 'essai',
        })
      ).etat,
    ).toBe('mort')
    await arrivee(0)
    expect(await base.db.withoutTenant((tx) => lireCaseVierge(tx, jeton))).toBeDefined()
    await arrivee(null)
    // Un lien retiré ne montre plus sa case.
    await base.maintenance((tx) =>
      sql`update compte.lien set retire_le = now() where jeton = sha256(${jeton}::bytea)`.execute(tx),
    )
    expect(await base.db.withoutTenant((tx) => lireCaseVierge(tx, jeton))).toBeUndefined()
  })
})

describe('la chaîne', () => {
  it('est la même, que l’entrée vienne d’un lien ou d’une autre porte', async () => {
    const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 4 }))
    const services = servicesDe(base, fil)
    // La fenêtre close : qui forme régularise, avec un motif.
    const plusTard = services.a('2026-11-24T18:00:00Z')
    const jetons = ['e', 'f'].map((c) => c.repeat(43))
    const [seance] = fil.seances
    if (!seance) throw new Error('fil vide')
    await base.maintenance(async (tx) => {
      for (const [i, jeton] of jetons.entries())
        await sql`with v as (insert into emargement.invitation (organisme_id, id, activite_id, inscription_id, seance_id, cree_le)
            values (${fil.organisme}::uuid, gen_random_uuid(), ${fil.activite}::uuid, ${fil.inscriptions[i] ?? ''}::uuid, ${seance}::uuid, now()) returning id)
          insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le)
            select sha256(${jeton}::bytea), 'emargement', ${fil.organisme}::uuid, ${fil.activite}::uuid, v.id, now() + interval '1 day' from v`.execute(
          tx,
        )
    })
    const parLien = async (jeton: string) =>
      (await signerParLien(services, jeton, { ip: '192.0.2.7', agent: 'essai' })).etat
    const parQuiForme = async (i: number) =>
      (
        await regulariser(
          plusTard,
          { acces, id: fil.personne, nom: 'Tom Okafor' },
          {
            session: fil.session,
            seance,
            inscription: fil.inscriptions[i] ?? ('' as never),
            motif: 'Vue en salle ce matin',
          },
        )
      ).ok
    expect([
      await parLien(jetons[0] ?? ''),
      await parQuiForme(2),
      await parLien(jetons[1] ?? ''),
      await parQuiForme(3),
      await parLien(jetons[0] ?? ''),
    ]).toEqual(['signe', true, 'signe', true, 'servi'])
    const verdict = await base.enTantQue(fil.organisme, {}, (tx) => verifierEnBase(tx, clesDEssai.publicKey))
    expect(verdict).toMatchObject({ ok: true, maillons: 4, illisibles: 0 })
  })
})

describe('une signature validée sans attendre le disque', () => {
  it('le dit à qui l’écrit, qui attend ensuite le disque ; là où l’on n’attend rien, elle ne diffère rien', async () => {
    const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 2 }))
    const [seance] = fil.seances
    if (!seance) throw new Error('fil vide')
    const jetons = ['g', 'h'].map((c) => c.repeat(43))
    await base.maintenance(async (tx) => {
      for (const [i, jeton] of jetons.entries())
        await sql`with v as (insert into emargement.invitation (organisme_id, id, activite_id, inscription_id, seance_id, cree_le)
            values (${fil.organisme}::uuid, gen_random_uuid(), ${fil.activite}::uuid, ${fil.inscriptions[i] ?? ''}::uuid, ${seance}::uuid, now()) returning id)
          insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le)
            select sha256(${jeton}::bytea), 'emargement', ${fil.organisme}::uuid, ${fil.activite}::uuid, v.id, now() + interval '1 day' from v`.execute(
          tx,
        )
    })
    const le = new Date('2026-11-24T09:00:00Z')
    const signerSous = (jeton: string, attente: 'on' | 'off') =>
      base.db.withoutTenant(async (tx) => {
        await sql`select set_config('synchronous_commit', ${attente}, true)`.execute(tx)
        const vierge = await lireCaseVierge(tx, jeton)
        if (!vierge) throw new Error('La case devait être vierge.')
        return signerParLienDUnTrait(tx, jeton, vierge, {
          maillon: newId(le),
          le,
          maintenant: le,
          phrase: '{tiers:x} a signé.',
          fait: { genre: 'presence', faitLe: le, recuLe: le },
        })
      })
    expect(await signerSous(jetons[0] ?? '', 'on')).toMatchObject({ numero: 1, differee: true })
    await attendreLeDisque(base.db)
    expect(await signerSous(jetons[1] ?? '', 'off')).toMatchObject({ numero: 2, differee: false })
    // La porte qui diffère n’est pas à l’application : elle ne relâche pas ce qu’une autre écriture promet.
    await expect(
      base.db.withoutTenant((tx) => sql`select porte.differer_le_disque()`.execute(tx)),
    ).rejects.toThrow('permission denied')
  })
})
