/** Une pièce de chaque genre, hors de son module : les espaces sans compte la montrent, l’effacement la garde, selon sa fiche. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { creerLien } from '#modules/comptes/index.ts'
import { type Fiche, genres, genresQui, listeGenres } from '#modules/documents/domain/genres.ts'
import { newToken } from '#platform/auth/token.ts'
import { newId } from '#platform/db/index.ts'
import { oublierPieces } from '../../src/modules/donnees/db/effacement.ts'
import { lireEspace } from '../../src/modules/espaces/db/espaces.ts'
import type { GenreEspace } from '../../src/modules/espaces/domain/espace.ts'
import { unDossier } from '../../src/modules/facturation/test/dossier-d-essai.ts'
import { baseNeuve } from '../base/index.ts'

const base = await baseNeuve()

const monde = async () => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
  const { organisme, activite } = m.fil
  const poser = async (genre: string, emise: string) => {
    const id = newId()
    await base.maintenance((tx) =>
      sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli,
          objet_genre, objet_id, emise_le, emise_par)
        values (${organisme}, ${id}, ${activite}, ${genre}, ${`${genre}-${emise}`}, 'essai.v1', '{}', ${randomBytes(32)},
          ${randomBytes(32).toString('hex')}, 1, 'Agathe Pons', 'pons', 'inscription', ${m.fil.inscriptions[0]}, ${emise}::timestamptz,
          ${m.fil.personne})`.execute(tx),
    )
    return id
  }
  /** Ce que l’espace de cette personne montre. */
  const espaceDe = async (personne: string, genre: GenreEspace) => {
    const acces = newId<'Acces'>()
    const jeton = newToken()
    await base.enTantQue(organisme, { role: 'coforme_worker' }, async (tx) => {
      await sql`insert into espaces.acces (id, activite_id, personne_id, genre, cree_le)
        values (${acces}, ${activite}, ${personne}, ${genre}, now())`.execute(tx)
      await creerLien(tx, jeton, { usage: 'espace', organisme, activite, objet: acces }, 60)
    })
    return m.services.db.withoutTenant((tx) => lireEspace(tx, jeton))
  }
  return { ...m, poser, espaceDe }
}

describe('une pièce de chaque genre', () => {
  it('se lit dans l’espace du stagiaire et dans celui de l’entreprise selon sa fiche', async () => {
    const m = await monde()
    for (const genre of listeGenres) await m.poser(genre, '2026-11-24')
    const contact = newId()
    const stagiaire = await base.maintenance(async (tx) => {
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, courriel, pli, cree_le)
        values (${m.fil.organisme}, ${contact}, ${m.fil.activite}, 'Rose', 'Le Goff', 'rh@exemple.example', 'le goff', now())`.execute(
        tx,
      )
      await sql`insert into tiers.contact (organisme_id, id, activite_id, entreprise_id, personne_id, fonction, cree_le)
        values (${m.fil.organisme}, ${newId()}, ${m.fil.activite}, ${m.client}, ${contact}, 'RH', now())`.execute(
        tx,
      )
      const { rows } = await sql<{ p: string }>`select personne_id as p from inscriptions.inscription
        where id = ${m.fil.inscriptions[0]}`.execute(tx)
      return rows[0]?.p ?? ''
    })
    const lus = async (personne: string, genre: GenreEspace) =>
      (await m.espaceDe(personne, genre))?.pieces?.map((p) => p.genre).toSorted()
    expect(await lus(contact, 'client')).toEqual(genresQui('espaces', 'client').toSorted())
    expect(await lus(stagiaire, 'stagiaire')).toEqual(genresQui('espaces', 'stagiaire').toSorted())
    expect(genresQui('espaces', 'stagiaire')).not.toContain('acte-disciplinaire')
  })

  it('ne s’efface pas avant le plancher de sa fiche, quoi que règle la coopérative', async () => {
    const m = await monde()
    const oublier = async (genre: string, ans: number) => {
      const annee = new Date().getUTCFullYear() - ans
      const piece = await m.poser(genre, `${annee}-01-02`)
      return m.services.db.withTenant({ genre: 'tache', organisme: m.fil.organisme }, (tx) =>
        oublierPieces(tx, [piece], new Date()),
      )
    }
    for (const genre of listeGenres) {
      const { plancher, siSignee }: Fiche['conserve'] = genres[genre].conserve
      const garde = { code: '23001', constraint: 'piece_gardee' }
      if (plancher > 0 && !siSignee) {
        await expect(oublier(genre, plancher - 1), genre).rejects.toMatchObject(garde)
        expect(await oublier(genre, plancher + 1), genre).toHaveLength(1)
      } else expect(await oublier(genre, 0), genre).toHaveLength(1)
    }
    // Ce que nulle fiche ne décrit ne s’efface pas.
    await expect(oublier('genre-inconnu', 40)).rejects.toMatchObject({ constraint: 'piece_gardee' })
  })
})
