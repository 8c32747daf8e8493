import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { exigerConnexion } from '#modules/comptes/index.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { mimeDe } from '#web/fields.ts'
import { emptyForm, readForm, withAlert } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { suiteOu } from '#web/links.ts'
import { lirePiece, type PieceRangee } from '../db/pieces.ts'
import { dernierExemplaire, signaturesDe } from '../db/signatures.ts'
import { nomDeFichier, type PieceId } from '../domain/piece.ts'
import { accuserSurPapier } from '../gestes/accuser-papier.ts'
import { demanderSignature, renvoyerDemande } from '../gestes/demander-signature.ts'
import { deposerScan, signerPourLOrganisme } from '../gestes/signer-piece.ts'
import { consignerLecture, lectureDe } from '../lecture/peut-lire.ts'
import {
  accuserPapierUrl,
  demanderSignatureUrl,
  deposerScanUrl,
  exemplaireUrl,
  piecePdfUrl,
  pieceUrl,
  renvoyerDemandeUrl,
  scanUrl,
  signerPourOrganismeUrl,
} from '../liens.ts'
import type { PrisesDocuments } from '../prises.ts'
import { pdfResponse } from './pdf-response.ts'
import { type Lue, lirePourLaPage } from './piece-lue.ts'
import { type Champs, fieldsAccuse, fieldsDemande, fieldsScan, type Revenu, VuePiece } from './piece-vue.tsx'

/** Ce que le lecteur peut faire de la pièce, et d’où il vient ; sa fonction ou sa délégation se vérifient au moment de signer. */
const peut = (c: Context<Env>) => ({
  peutEmettre: peutVisiteur(c.get('visiteur'), 'documents.emettre'),
  peutSigner: c.get('visiteur')?.lectureSeule !== true,
  suite: c.req.query('suite'),
})

/** La page d’une pièce, ses fichiers, et ce que l’organisme y fait signer. */
export const piecePages = (prises: PrisesDocuments) => {
  /** La pièce, si cette personne la lit ; celle d’un voisin, celle qu’elle ne lit pas et celle qui n’existe pas ne se distinguent pas. */
  const pieceLisible = async (
    c: Context<Env>,
    tx: TenantTx,
    visiteur: Visiteur,
    id: PieceId,
  ): Promise<PieceRangee | undefined> => {
    const piece = await lirePiece(tx, id)
    return piece && (await lectureDe(tx, prises, visiteur, c.get('services').clock.now())).lit(piece)
      ? piece
      : undefined
  }
  const lire = async (c: Context<Env>, id: PieceId): Promise<Lue | undefined> => {
    const visiteur = c.get('visiteur')
    if (!visiteur?.organisme) return undefined
    return c.get('services').db.withTenant(visiteur.acces, async (tx) => {
      const piece = await pieceLisible(c, tx, visiteur, id)
      if (!piece) return undefined
      await consignerLecture(tx, piece, 'page', c.get('services').clock.now())
      return lirePourLaPage(tx, prises, piece, c.get('services').mailer)
    })
  }
  const rendre = async (
    c: Context<Env>,
    id: PieceId,
    revenu: Revenu,
    status: 200 | 409 | 413 | 415 | 422,
  ) => {
    const l = await lire(c, id)
    return l ? c.html(<VuePiece l={l} revenu={revenu} {...peut(c)} />, status) : notFound(c)
  }
  /** Un geste sans champ : rien à garder, une phrase à dire. */
  const refuser = (c: Context<Env>, id: PieceId, titre: string, phrase: string) =>
    rendre(c, id, { form: withAlert<Champs>(emptyForm(), { titre, phrase }), sur: 'geste' }, 409)
  const fini = (c: Context<Env>, id: PieceId, fort: string, suite?: string) =>
    redirectWith(c, pieceUrl({ piece: id }), { genre: 'fait', fort, ...(suite ? { suite } : {}) })
  const octets = async (
    c: Context<Env>,
    id: PieceId | undefined,
    choisir: (tx: TenantTx, p: PieceRangee) => Promise<string | undefined>,
  ) => {
    const visiteur = c.get('visiteur')
    if (!visiteur?.organisme || !id) return undefined
    const { db, storage } = c.get('services')
    return db.withTenant(visiteur.acces, async (tx) => {
      const piece = await pieceLisible(c, tx, visiteur, id)
      const nom = piece && (await choisir(tx, piece))
      const lu = nom === undefined ? undefined : await storage.get(tx, nom)
      if (piece && lu) await consignerLecture(tx, piece, 'fichier', c.get('services').clock.now())
      return piece && lu ? { piece, ...lu } : undefined
    })
  }
  const dessous = `${pieceUrl.modele}/*` as const
  return (
    new Hono<Env>()
      .use(pieceUrl.modele, exigerConnexion())
      .use(dessous, exigerConnexion())
      // On ne signe, ne fait signer ni ne numérise ce qu’on ne lit pas.
      .post(dessous, async (c, next) => {
        const id = asId<'Piece'>(c.req.param('piece') ?? '')
        const visiteur = c.get('visiteur')
        if (!id || !visiteur?.organisme) return next()
        const lue = await c
          .get('services')
          .db.withTenant(visiteur.acces, (tx) => pieceLisible(c, tx, visiteur, id))
        return lue ? next() : notFound(c)
      })
      .get(pieceUrl.modele, async (c) => {
        const id = asId<'Piece'>(c.req.param('piece'))
        const lue = id && (await lire(c, id))
        return lue ? c.html(<VuePiece l={lue} {...peut(c)} />) : notFound(c)
      })
      .get(piecePdfUrl.modele, async (c) => {
        const lu = await octets(c, asId<'Piece'>(c.req.param('piece')), async (_, p) => p.fichier)
        return lu ? pdfResponse(lu.octets, nomDeFichier(lu.piece.numero)) : notFound(c)
      })
      .get(exemplaireUrl.modele, async (c) => {
        const lu = await octets(
          c,
          asId<'Piece'>(c.req.param('piece')),
          async (tx, p) => (await dernierExemplaire(tx, p.id))?.fichier,
        )
        return lu ? pdfResponse(lu.octets, nomDeFichier(`${lu.piece.numero}-signee`)) : notFound(c)
      })
      .get(scanUrl.modele, async (c) => {
        const signature = c.req.param('signature')
        const lu = await octets(
          c,
          asId<'Piece'>(c.req.param('piece')),
          async (tx, p) => (await signaturesDe(tx, p.id)).find((s) => s.id === signature)?.scan ?? undefined,
        )
        if (!lu) return notFound(c)
        const suffixe =
          { 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg' }[lu.type] ?? 'bin'
        return new Response(new Uint8Array(lu.octets), {
          headers: {
            'content-type': lu.type,
            'content-disposition': `attachment; filename="${nomDeFichier(`${lu.piece.numero}-scan`).replace(/pdf$/, suffixe)}"`,
            'x-content-type-options': 'nosniff',
            'cache-control': 'private, no-store',
            'content-security-policy': "default-src 'none'; sandbox",
          },
        })
      })
      .post(signerPourOrganismeUrl.modele, exigerDroit('organisme.lire'), async (c) => {
        const id = asId<'Piece'>(c.req.param('piece'))
        const visiteur = c.get('visiteur')
        if (!id || !visiteur) return notFound(c)
        const lu = await readForm(z.object({}), c)
        if (!lu.ok) return rendre(c, id, { form: emptyForm(), sur: 'geste' }, lu.status)
        if (visiteur.assistance) return forbidden(c, 'En assistance, on ne signe rien.')
        const qui = {
          acces: visiteur.acces,
          id: visiteur.personneId,
          ip: clientIp(c),
          agent: (c.req.header('user-agent') ?? '').slice(0, 300),
        }
        const r = await signerPourLOrganisme(c.get('services'), prises, qui, id)
        if (r.ok)
          return redirectWith(c, suiteOu(c, pieceUrl({ piece: id })), {
            genre: 'fait',
            fort: 'Signée pour l’organisme.',
            suite: 'L’exemplaire signé se compose.',
          })
        return refuser(c, id, 'Rien n’a été signé', r.error.phrase)
      })
      .post(demanderSignatureUrl.modele, exigerDroit('documents.emettre'), async (c) => {
        const id = asId<'Piece'>(c.req.param('piece'))
        const visiteur = c.get('visiteur')
        if (!id || !visiteur) return notFound(c)
        const lu = await readForm(fieldsDemande, c)
        if (!lu.ok) return rendre(c, id, { form: lu.form, sur: 'demande' }, lu.status)
        const r = await demanderSignature(c.get('services'), prises, visiteur.acces, id, lu.data)
        if (r.ok) return fini(c, id, 'La pièce part pour signature.', `Le lien arrive à ${lu.data.courriel}.`)
        return rendre(
          c,
          id,
          { form: withAlert(lu.form, { titre: 'Rien n’est parti', phrase: r.error.phrase }), sur: 'demande' },
          409,
        )
      })
      .post(renvoyerDemandeUrl.modele, exigerDroit('documents.emettre'), async (c) => {
        const id = asId<'Piece'>(c.req.param('piece'))
        const demande = asId<'Demande'>(c.req.param('demande'))
        const visiteur = c.get('visiteur')
        if (!id || !demande || !visiteur) return notFound(c)
        const lu = await readForm(z.object({}), c)
        if (!lu.ok) return rendre(c, id, { form: emptyForm(), sur: 'geste' }, lu.status)
        const r = await renvoyerDemande(c.get('services'), visiteur.acces, id, demande)
        if (r.ok) return fini(c, id, 'Le lien repart.')
        if (r.error.code === 'introuvable') return notFound(c)
        return refuser(c, id, 'Rien n’est parti', r.error.phrase)
      })
      .post(accuserPapierUrl.modele, exigerDroit('documents.emettre'), async (c) => {
        const id = asId<'Piece'>(c.req.param('piece'))
        const demande = asId<'Demande'>(c.req.param('demande'))
        const visiteur = c.get('visiteur')
        if (!id || !demande || !visiteur) return notFound(c)
        const lu = await readForm(fieldsAccuse, c)
        if (!lu.ok) return rendre(c, id, { form: lu.form, sur: 'accuse', demande }, lu.status)
        const { recuLe, accuse } = lu.data
        const r = await accuserSurPapier(c.get('services'), prises, visiteur.acces, id, demande, {
          recuLe,
          scan: accuse ? { octets: accuse.octets, type: mimeDe(accuse) } : undefined,
        })
        if (r.ok) return fini(c, id, 'L’accusé papier est noté.', 'Plus aucun rappel ne part.')
        if (r.error.code === 'introuvable') return notFound(c)
        return rendre(
          c,
          id,
          {
            form: withAlert(lu.form, { titre: 'Rien n’a été noté', phrase: r.error.phrase }),
            sur: 'accuse',
            demande,
          },
          409,
        )
      })
      .post(deposerScanUrl.modele, exigerDroit('documents.emettre'), async (c) => {
        const id = asId<'Piece'>(c.req.param('piece'))
        const visiteur = c.get('visiteur')
        if (!id || !visiteur) return notFound(c)
        const lu = await readForm(fieldsScan, c)
        if (!lu.ok) return rendre(c, id, { form: lu.form, sur: 'scan' }, lu.status)
        const { partie, signataire, titre, dateeDu, scan } = lu.data
        const r = await deposerScan(c.get('services'), prises, visiteur.acces, id, {
          partie,
          nom: signataire,
          qualite: titre,
          dateeDu,
          octets: scan.octets,
          type: mimeDe(scan),
        })
        if (r.ok) return fini(c, id, 'Le papier signé est gardé.')
        return rendre(
          c,
          id,
          { form: withAlert(lu.form, { titre: 'Rien n’a été gardé', phrase: r.error.phrase }), sur: 'scan' },
          409,
        )
      })
  )
}
