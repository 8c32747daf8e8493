/** La migration 0014 reprend ce qui existait : intervenants nommés, heures prises, sans rien perdre d'un doublon d'avant. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, inject, it } from 'vitest'
import { migrer } from '#platform/db/index.ts'
import { avecClient } from '#platform/db/roles.ts'
import { adminDe, connexionA, dossierDb, preparer, supprimerBase } from '../../../../test/base/modele.ts'

const g = inject('grappe')
const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-reprise-'))
const nom = `reprise_${process.pid}`
afterAll(async () => {
  await rm(dossier, { recursive: true, force: true })
  if (g.externe) await supprimerBase(g, nom)
})

it('un nom écrit devient un intervenant, une seule fois ; deux sessions d’avant au même moment se gardent', async () => {
  await avecClient(adminDe(g)(g.depart), (c) => c.query(`create database ${nom}`))
  await preparer(g, nom)
  await cp(dossierDb, dossier, { recursive: true })
  const config = connexionA(g, 'coforme_migrator', nom)
  await migrer(config, { dossier, jusqua: '0013' })
  const o = '018f4a00-0000-7000-8000-0000000000aa'
  const a = '018f4a00-0000-7000-8000-0000000000ab'
  const id = (n: number) => `018f4a00-0000-7000-8000-00000000000${n}`
  await avecClient(config, async (c) => {
    await c.query('set role coforme_maintenance')
    await c.query(`insert into organisme.organisme (organisme_id, code, nom, forme, siret) values ('${o}', 'avant', 'Avant', 'autre', '12345678901234');
      insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le) values ('${o}', '${a}', 'Avant', true, '2026-01-01');
      insert into catalogue.offre (organisme_id, id, activite_id, etat, intitule, nature, adoptee_le, cree_le, modifiee_le)
        values ('${o}', '${id(9)}', '${a}', 'adoptee', 'Soudure', 'formation', now(), now(), now())`)
    for (const [n, formateur, etat] of [
      [1, 'Éloïse Chabrier', 'ouverte'],
      [2, 'eloise chabrier', 'ouverte'],
      [3, 'Éloïse Chabrier', 'annulee'],
    ] as const)
      await c.query(`insert into sessions.session (organisme_id, id, activite_id, numero, offre_id, intitule, nature, etat, motif, lieu, formateur, sel, cree_le)
          values ('${o}', '${id(n)}', '${a}', 'S-2026-00${n}', '${id(9)}', 'Soudure', 'formation', '${etat}', 'm', 'Rennes', '${formateur}', sha256('s'), now());
        insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
          values ('${o}', '${id(n + 4)}', '${a}', '${id(n)}', '2026-02-02', 'matin', 540, 720, '2026-02-02T08:00Z', '2026-02-02T11:00Z')`)
  })
  await migrer(config, { dossier })
  const lignes = await avecClient(config, async (c) => {
    await c.query('set role coforme_maintenance')
    const lire = async (texte: string) => (await c.query(texte)).rows
    return {
      intervenants: await lire(`select p.prenom, p.nom, p.pli from tiers.intervenant i
        join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id`),
      affectations: await lire('select minutes from sessions.affectation'),
      occupations: await lire('select seance_id from sessions.occupation'),
      tenues: await lire('select tenue from sessions.seance order by id'),
      plis: await lire('select pli from sessions.session order by id limit 1'),
    }
  })
  expect(lignes.intervenants).toEqual([{ prenom: 'Éloïse', nom: 'Chabrier', pli: 'chabrier eloise' }])
  expect(lignes.affectations).toEqual([{ minutes: 180 }, { minutes: 180 }, { minutes: 180 }])
  expect(lignes.occupations).toEqual([{ seance_id: id(5) }])
  expect(lignes.tenues).toEqual([{ tenue: true }, { tenue: true }, { tenue: false }])
  expect(lignes.plis).toEqual([{ pli: 'soudure s 2026 001 eloise chabrier rennes' }])
})
