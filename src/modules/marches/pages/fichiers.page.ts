/** Ce qui s’emporte d’un dossier : une pièce, l’archive nommée selon le règlement, un papier prérempli. */
import { type Context, Hono } from 'hono'
import { asId } from '#kernel/id.ts'
import { slug } from '#kernel/texte.ts'
import { pdfResponse } from '#modules/documents/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import type { Services } from '#platform/services.ts'
import type { FichierZip } from '#platform/zip/zip.ts'
import type { Env } from '#web/env.ts'
import { repondreArchive } from '#web/http/archive.ts'
import { conflict, notFound } from '#web/http/errors.tsx'
import { fichierAEnregistrer } from '#web/http/fichier.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { papierFige } from '../db/convention.ts'
import { composerPapier } from '../documents/papiers.ts'
import { avecSignatures, type PapierDeConvention, partiesDe } from '../domain/convention.ts'
import { composerFormulaire, papiersDuDossier } from '../domain/formulaires.ts'
import { nommerLArchive, seLit } from '../domain/pieces.ts'
import { enNotant } from '../gestes/lectures.ts'
import { connusDe, estAttribue } from '../lecture/connus.ts'
import { lireReponse, ouvrirPiece, type Reponse } from '../lecture/lire-reponse.ts'
import { archiveUrl, conventionDonneesUrl, conventionSigneeUrl, papierUrl, pieceUrl } from '../liens.ts'
import { donneesDeConvention } from './commun.tsx'

async function* fichiersDe(tx: TenantTx, keys: Keys, r: Reponse): AsyncGenerator<FichierZip> {
  for (const { chemin, piece } of nommerLArchive(r.attendus)) {
    const octets = await ouvrirPiece(tx, keys, r, piece)
    if (octets) yield { nom: chemin, octets }
  }
}

export const fichiersPage = (services: Pick<Services, 'db' | 'clock' | 'keys' | 'pdf'>) => {
  const { db, clock, keys } = services
  const pourDossier = (c: Context<Env>, faire: (tx: TenantTx, r: Reponse) => Promise<Response>) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const r = await enNotant(
        tx,
        await lireReponse(tx, c.req.param('groupement') ?? '', visiteur.organisme?.id),
        { le: clock.now(), ecrit: false },
      )
      return r ? faire(tx, r) : notFound(c)
    })
  const droit = exigerDroit('marches.repondre')
  return new Hono<Env>()
    .get(pieceUrl.modele, droit, (c) =>
      pourDossier(c, async (tx, r) => {
        const p = r.pieces.find(
          (x) => x.id === asId<'PieceDeMarche'>(c.req.param('piece') ?? '') && x.retireeLe === null,
        )
        const octets = p && (await ouvrirPiece(tx, keys, r, p))
        return p && octets ? fichierAEnregistrer({ nom: p.nom, type: p.type, octets }) : notFound(c)
      }),
    )
    .get(archiveUrl.modele, droit, (c) =>
      pourDossier(c, async (tx, r) =>
        nommerLArchive(r.attendus).every((f) => !seLit(f.piece, r))
          ? conflict(c, 'Aucune pièce n’est versée : il n’y a rien à emporter.', 'L’archive est vide')
          : repondreArchive(
              slug(r.reglement?.reference || r.d.g.objet, 60) || 'dossier',
              fichiersDe(tx, keys, r),
              clock.now(),
            ),
      ),
    )
    .get(conventionSigneeUrl.modele, droit, (c) =>
      pourDossier(c, async (tx, { d }) => {
        const figee = d.convention && (await papierFige(tx, d.g.id, d.convention.version))
        if (!d.convention || !figee) return notFound(c)
        const { version, empreinte, le } = d.convention
        const papier = avecSignatures(
          JSON.parse(figee) as PapierDeConvention,
          partiesDe(d.membres, d.convention),
          d.signatures.filter((s) => s.version === version),
          d.g.zone,
        )
        const rendu = await composerPapier(services, papier, papier, le, `empreinte des données ${empreinte}`)
        return rendu.ok
          ? pdfResponse(rendu.value.pdf, `convention-version-${version}.pdf`, 'inline')
          : conflict(c, rendu.error.phrase, 'Le papier ne se compose pas')
      }),
    )
    .get(conventionDonneesUrl.modele, droit, (c) =>
      pourDossier(c, async (tx, { d }) => {
        const figee = d.convention && (await papierFige(tx, d.g.id, d.convention.version))
        return figee && d.convention ? donneesDeConvention(figee, d.convention.version) : notFound(c)
      }),
    )
    .get(papierUrl.modele, droit, (c) =>
      pourDossier(c, async (tx, r) => {
        const { papier, qui } = c.req.param()
        const p = papiersDuDossier(r.d, r.reglement?.voie ?? 'marche', estAttribue(r)).find(
          (x) => x.code === papier && (x.qui ?? 'groupement') === qui,
        )
        if (!p) return notFound(c)
        const f = composerFormulaire(
          p.code,
          r.d,
          r.reglement,
          r.capacites,
          p.qui,
          await connusDe(tx, r, clock.now()),
        )
        const rendu = await composerPapier(services, f, r.d.g, clock.now())
        return rendu.ok
          ? pdfResponse(rendu.value.pdf, `${p.code}-${slug(f.qui, 40) || 'groupement'}.pdf`, 'inline')
          : conflict(c, rendu.error.phrase, 'Le papier ne se compose pas')
      }),
    )
}
