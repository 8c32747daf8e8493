import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import {
  conditionsUrl,
  duGenre,
  leGenre,
  nomDuGenre,
  type PieceCourante,
  pdfResponse,
  piecesCourantes,
  pieceUrl,
  reglementUrl,
} from '#modules/documents/index.ts'
import { droits, estCae, exigerDroit, lireOrganisme, peutVisiteur, Vers } from '#modules/organisme/index.ts'
import { lireSession, partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, Empty, Etat, Field, FieldSection, Form, Page, Table, TextArea } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { entier, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant } from '#web/links.ts'
import { filDeLaSession } from '../contributions/fil.ts'
import { type DossierLu, lireDossier } from '../db/dossiers.queries.ts'
import { listerInscrits } from '../db/inscriptions.queries.ts'
import { refuserDevis } from '../documents/donnees-engagement.ts'
import { direDebutDansLeDelai } from '../domain/debut-anticipe.ts'
import { motRegime } from '../domain/dossier.ts'
import { estEteint } from '../domain/vivant.ts'
import { debutDuDossier } from '../gestes/anticiper-debut.ts'
import { emettreDuDossier, epreuveDuDossier } from '../gestes/emettre-pieces.ts'
import { envoyerASigner, refaireEngagements } from '../gestes/refaire-engagements.ts'
import { direTard } from '../gestes/suivre-dossier.ts'
import { retientLesPiecesDuDossier } from '../lecture/ce-qui-retient.ts'
import { genresPossibles } from '../lecture/pieces-possibles.ts'
import { proposerSaisie, type SaisieDePiece } from '../lecture/proposer-saisie.ts'
import { dossierUrl, piecesDuDossierUrl } from '../liens.ts'
import type { PrisesInscriptions } from '../prises.ts'
import { cheminDe, etablitPour, pourDossier } from './commun.ts'
import { issuesDePiece } from './issues.ts'
import { Retenues, type UneRetenue } from './retenues.tsx'

const fields = z.object({
  mediateurNom: texte({ max: 200 }),
  mediateurAdresse: texte({ max: 300 }),
  mediateurSite: texte({ max: 200 }),
  cessation: texte({ max: 2_000 }),
  validiteJours: entier({ min: 1, max: 365 }).or(z.undefined().transform(() => 30)),
  objetAvenant: texte({ max: 1_000 }),
  piece: texte({ max: 40 }),
})
type Formulaire = FormOf<typeof fields>

const enSaisie = (d: z.output<typeof fields>): SaisieDePiece => ({
  mediateur: { nom: d.mediateurNom, adresse: d.mediateurAdresse, site: d.mediateurSite },
  cessation: d.cessation,
  validiteJours: d.validiteJours,
  objetAvenant: d.objetAvenant,
})

/** Le bouton pressé : « emettre-convention », « epreuve-devis ». */
const lireGeste = (geste: string | undefined, d: DossierLu) => {
  const [, quoi, genre] = /^(emettre|epreuve)-([a-z]+)$/.exec(geste ?? '') ?? []
  const possible = genresPossibles(d).find((g) => g === genre)
  return quoi && possible ? { quoi, genre: possible } : undefined
}

const proposer = async (tx: TenantTx, session: SessionLue, d: DossierLu): Promise<Formulaire> => {
  const { mediateur, ...s } = await proposerSaisie(tx, session, d)
  return emptyForm(undefined, {
    ...s,
    mediateurNom: mediateur.nom,
    mediateurAdresse: mediateur.adresse,
    mediateurSite: mediateur.site,
  })
}

type Vue = {
  readonly session: SessionLue
  readonly d: DossierLu
  readonly pieces: readonly PieceCourante[]
  readonly form: Formulaire
  readonly peut: boolean
  /** Ce qui manque avant d’émettre quoi que ce soit : dit à la place des boutons. */
  readonly retenues?: readonly UneRetenue[]
  /** L’action a commencé : ce que vaudra la signature de ce qui s’émet maintenant. */
  readonly tard?: string | undefined
}

const VuePieces = ({ session, d, pieces, form, peut, retenues = [], tard }: Vue) => {
  const genres = genresPossibles(d)
  const signee = pieces.some((p) => p.signee && p.genre !== 'devis')
  return (
    <Page
      title="Pièces"
      heading={`Pièces ${de(d.client)}`}
      lede={`${session.intitule}. ${motRegime[d.regime]} (${d.article}).`}
      path={[
        ...cheminDe(session),
        { libelle: d.client, href: dossierUrl({ session: session.id, dossier: d.id }) },
      ]}
      alert={form.alert}
    >
      {pieces.length === 0 ? (
        <Empty titre="Rien n’a encore été émis pour ce client">
          {genres.length === 0
            ? d.retracteLe !== null
              ? 'Ce client s’est rétracté : il n’y a plus rien à émettre.'
              : d.regime === 'cpf'
                ? 'Le CPF se conclut sur sa plateforme : ses conditions générales tiennent lieu de convention (D6353-1, III).'
                : 'L’organisme donneur d’ordre établit le contrat de sous-traitance ; vous recevrez sa pièce.'
            : 'Regardez l’aperçu, puis émettez : la pièce reçoit son numéro, ne change plus, et peut partir à la signature.'}
        </Empty>
      ) : (
        <Table
          legende="Pièces qui valent aujourd’hui pour ce client"
          lignes={pieces}
          colonnes={[
            {
              titre: 'Numéro',
              entete: true,
              cell: (p) => <a href={pieceUrl({ piece: p.id })}>{p.numero}</a>,
            },
            { titre: 'Pièce', cell: (p) => nomDuGenre(p.genre) },
            { titre: 'Émise le', cell: (p) => formaterDate(jourLocal(p.emiseLe, session.zone), 'court') },
            {
              titre: 'Client',
              cell: (p) =>
                p.genre === 'information-stagiaire' ? (
                  <Etat etat="sans-objet" mot="pour les stagiaires" />
                ) : p.signee ? (
                  <Etat etat="prouve" mot="signée" />
                ) : (
                  <Etat etat="a-venir" mot="pas signée" />
                ),
            },
          ]}
        />
      )}
      {d.retracteLe !== null && pieces.length > 0 ? (
        <p class="sub">Ce client s’est rétracté : il n’y a plus rien à émettre.</p>
      ) : null}
      {peut && genres.length > 0 && retenues.length > 0 ? (
        <Retenues avant="avant d’émettre" lignes={retenues} />
      ) : null}
      {peut && genres.length > 0 && retenues.length === 0 ? (
        <Form
          form={form}
          noms={{
            mediateurNom: 'Médiateur',
            cessation: 'Cessation',
            validiteJours: 'Validité',
            objetAvenant: 'Avenant',
          }}
        >
          <FieldSection titre={signee ? 'Émettre un avenant' : 'Émettre'}>
            {signee ? (
              <TextArea
                form={form}
                name="objetAvenant"
                label="Ce que change l’avenant"
                hint="Vous ne pouvez plus changer la pièce signée : l’avenant la complète, et le client le signe aussi."
                rows={2}
              />
            ) : null}
            {genres.includes('contrat') ? (
              <>
                <TextArea
                  form={form}
                  name="cessation"
                  label="Cessation anticipée, abandon (L6353-4, 5°)"
                  rows={3}
                />
                <Field form={form} name="mediateurNom" label="Médiateur de la consommation" />
                <Field form={form} name="mediateurAdresse" label="Son adresse" />
                <Field form={form} name="mediateurSite" label="Son site" />
              </>
            ) : (
              <Field
                form={form}
                name="validiteJours"
                label="Validité du devis"
                hint="Au plus tard la veille de l’action."
                unite="jours"
                inputmode="numeric"
              />
            )}
            {tard ? <p class="l3">{tard}</p> : null}
            <p class="sub l3">
              Le programme de l’offre et le{' '}
              <Vers droit="documents.emettre" href={reglementUrl()}>
                règlement intérieur
              </Vers>{' '}
              se joignent seuls. Règlement, dédit et référents viennent des{' '}
              <a href={conditionsUrl()}>conditions de la coopérative</a>.
            </p>
          </FieldSection>
          {genres.map((g) => (
            <div class="sect actions">
              <p class="sub sect-h">{nomDuGenre(g)}</p>
              <p>
                <Button genre={g === 'devis' ? 'main' : 'call'} geste={`emettre-${g}`}>
                  Émettre {signee && g !== 'devis' ? `l’avenant à ${leGenre(g)}` : leGenre(g)}
                </Button>
                <Button geste={`epreuve-${g}`}>
                  Voir l’aperçu<span class="unseen"> {duGenre(g)}</span>
                </Button>
              </p>
            </div>
          ))}
        </Form>
      ) : null}
    </Page>
  )
}

/** Ce que vaudra la signature de ce qui s’émet maintenant : tardive, ou dans un délai où l’action commence. */
const avertir = (d: DossierLu, session: SessionLue, maintenant: Date): string | undefined => {
  if (d.signeLe) return undefined
  const debut = debutDuDossier(d, session, maintenant)
  return direTard(d, session, maintenant) ?? (debut && direDebutDansLeDelai(debut))
}

/**
 * Le bouton qui établit cette pièce s’offrirait encore : au second clic, ou d’une page d’hier, elle ne s’émet pas deux fois. Sous le verrou
 * de la session, qui fait attendre l’envoi simultané.
 */
const resteAEtablir = async (
  tx: TenantTx,
  { id }: Pick<SessionLue, 'id'>,
  dossier: DossierLu['id'],
  maintenant: Date,
): Promise<boolean> => {
  const session = await lireSession(tx, id, { verrouiller: true })
  const d = session && (await lireDossier(tx, id, dossier))
  if (!d) return false
  const gens = await listerInscrits(tx, id)
  const { suites } = await filDeLaSession(
    tx,
    {
      session,
      dossiers: [d],
      inscrits: gens.filter((i) => i.closeLe === null && i.dossier === d.id),
      eteints: new Set(estEteint(d, gens) ? [d.id] : []),
    },
    maintenant,
    { emettre: true, convoquer: false, cae: false },
  )
  const ici = piecesDuDossierUrl({ session: id, dossier: d.id })
  return (suites ?? []).some((s) => s.direct?.href === ici && s.direct.champs.geste === 'etablir')
}

const chemin = parIdentifiant(piecesDuDossierUrl, 'dossier')

export const piecesDuDossierPages = (services: Services, prises: PrisesInscriptions) =>
  new Hono<Env>()
    .use(chemin, exigerDroit('inscriptions.lire'))
    .get(chemin, (c) =>
      pourDossier(c, services.db, 'inscriptions.lire', async (tx, session, d, visiteur) => {
        const peut = await etablitPour(tx, visiteur, session, d)
        const ici = piecesDuDossierUrl({ session: session.id, dossier: d.id })
        const manques = peut ? await retientLesPiecesDuDossier(services, tx, session, d) : []
        return c.html(
          <VuePieces
            session={session}
            d={d}
            pieces={await piecesCourantes(tx, { objet: d.id })}
            form={await proposer(tx, session, d)}
            peut={peut}
            retenues={manques.map((m) => issuesDePiece(m, session, ici, services.clock.now(), d))}
            tard={avertir(d, session, services.clock.now())}
          />,
        )
      }),
    )
    .post(chemin, async (c) => {
      const lu = await readForm(fields, c, { corps: 50_000 })
      return pourDossier(c, services.db, 'inscriptions.lire', async (tx, session, d, visiteur) => {
        if (!(await etablitPour(tx, visiteur, session, d)))
          return forbidden(c, droits['documents.emettre'].phrase)
        const ici = piecesDuDossierUrl({ session: session.id, dossier: d.id })
        const tard = avertir(d, session, services.clock.now())
        const rendre = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) =>
          c.html(
            <VuePieces
              session={session}
              d={d}
              pieces={await piecesCourantes(tx, { objet: d.id })}
              form={form}
              peut
              tard={tard}
            />,
            status,
          )
        if (!lu.ok) return rendre(lu.form, lu.status)
        if (lu.geste === 'etablir' || lu.geste === 'envoyer') {
          if (!visiteur.organisme || !peutVisiteur(visiteur, 'documents.emettre'))
            return forbidden(c, droits['documents.emettre'].phrase)
          const organisme = visiteur.organisme.id
          if (lu.geste === 'etablir' && !(await resteAEtablir(tx, session, d.id, services.clock.now())))
            return redirectWith(c, dossierUrl({ session: session.id, dossier: d.id }), {
              genre: 'passe',
              fort: 'C’est déjà fait.',
              suite: 'La pièce de ce client dit la session d’aujourd’hui\u00a0: rien n’est émis de nouveau.',
            })
          const fait =
            lu.geste === 'etablir'
              ? await refaireEngagements(services, prises.faireSigner, tx, organisme, session, [d.id])
              : await envoyerASigner(services, prises.faireSigner, tx, organisme, d, lu.data.piece)
          return fait.ok
            ? redirectWith(c, dossierUrl({ session: session.id, dossier: d.id }), {
                genre: 'fait',
                fort: fait.value,
              })
            : rendre(
                withAlert(lu.form, {
                  titre: 'Rien n’est parti',
                  ...issuesDePiece(fait.error, session, ici, services.clock.now(), d),
                }),
                409,
              )
        }
        const voulu = lireGeste(lu.geste, d)
        if (!voulu)
          return rendre(
            withAlert(lu.form, { titre: 'Rien n’a été émis', phrase: 'Choisissez la pièce à émettre.' }),
            422,
          )
        const tardif =
          voulu.genre === 'devis'
            ? refuserDevis(partTenue(session).debut, jourLocal(services.clock.now(), session.zone))
            : undefined
        if (tardif)
          return rendre(
            withAlert(lu.form, {
              titre: 'Rien n’a été émis',
              ...issuesDePiece(tardif, session, ici, services.clock.now(), d),
            }),
            409,
          )
        const s = enSaisie(lu.data)
        if (voulu.quoi === 'epreuve') {
          const r = await epreuveDuDossier(services, tx, session, d, voulu.genre, s)
          return r.ok
            ? pdfResponse(r.value.pdf, 'apercu.pdf', 'inline')
            : rendre(
                withAlert(lu.form, {
                  titre: 'Pas encore d’aperçu',
                  ...issuesDePiece(r.error, session, ici, services.clock.now(), d),
                }),
                409,
              )
        }
        const r = await emettreDuDossier(services, tx, session, d, voulu.genre, s)
        // Un devis, un contrat, un avenant ; une convention.
        const feminin = r.ok && r.value.genre === 'convention'
        const visee = r.ok && estCae((await lireOrganisme(tx)).forme)
        return r.ok
          ? redirectWith(c, pieceUrl({ piece: r.value.id }), {
              genre: 'fait',
              fort: `${r.value.numero} est ${feminin ? 'émise' : 'émis'}.`,
              suite: [
                visee
                  ? `${feminin ? 'Elle est figée' : 'Il est figé'}, et attend le visa de l’équipe d’appui.`
                  : `${feminin ? 'Elle est figée. Faites-la' : 'Il est figé. Faites-le'} signer d’ici.`,
                ...(tard && voulu.genre !== 'devis' ? [tard] : []),
              ].join(' '),
            })
          : rendre(
              withAlert(lu.form, {
                titre: 'Rien n’a été émis',
                ...issuesDePiece(r.error, session, ici, services.clock.now(), d),
              }),
              409,
            )
      })
    })
