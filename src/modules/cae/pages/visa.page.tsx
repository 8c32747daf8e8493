import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { majuscule } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { nomDuGenre, pieceUrl } from '#modules/documents/index.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { Button, ButtonLink, Definitions, Field, Form, Page, Section } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import type { PieceAViser } from '../db/visas.ts'
import { direPourquoiPas } from '../domain/plafonds.ts'
import { ouvrirAViser, viser } from '../gestes/viser.ts'
import { visasUrl, viserUrl } from '../liens.ts'

const fields = z.object({ motif: texte({ max: 500 }) })
type Formulaire = FormOf<typeof fields>

/** L’équipe d’appui décide ; qui a un plafond accorde le visa de sa pièce, et ne refuse rien. */
const Une = ({ p, form, vise }: { p: PieceAViser; form: Formulaire; vise: boolean }) => (
  <Page
    title={`Viser ${p.numero}`}
    lede="Rien de ce qui engage la coopérative ne part au client avant un visa. Une pièce est visée une fois."
    path={vise ? [{ libelle: 'Visas', href: visasUrl() }] : []}
    alert={form.alert}
  >
    <Section titre={majuscule(nomDuGenre(p.genre))} id="piece">
      <Definitions
        lignes={[
          ['Objet', p.libelle],
          ['Pour', p.client ?? 'non dit'],
          ['Enseigne', p.enseigne],
          ['Prix convenu', p.montant === null ? 'ne se lit pas' : formaterMontant(centimes(p.montant))],
          ['Émise le', formaterDate(jourLocal(p.emiseLe, ZONE_PAR_DEFAUT))],
        ]}
      />
      <p>
        <ButtonLink href={pieceUrl({ piece: p.id })}>
          Lire la pièce<span class="unseen"> {p.numero}</span>
        </ButtonLink>
      </p>
    </Section>
    <Section titre="Décision" id="decision">
      {p.permis ? (
        <Form form={emptyForm()} action={viserUrl({ piece: p.id })} classe="">
          <Button genre="main" geste="accorder">
            Accorder le visa
          </Button>
        </Form>
      ) : (
        <p>{direPourquoiPas(p.pourquoi)}</p>
      )}
      {vise ? (
        <details open={form.alert !== undefined}>
          <summary>Refuser le visa</summary>
          <Form form={form} action={viserUrl({ piece: p.id })} classe="champs">
            <Field form={form} name="motif" label="Pourquoi" maxlength={500} error={form.alert?.phrase} />
            <Button genre="grave" geste="refuser">
              Refuser le visa
            </Button>
          </Form>
        </details>
      ) : null}
    </Section>
  </Page>
)

const vise = (v: Visiteur) => peutVisiteur(v, 'pieces.viser')

export const visaPage = new Hono<Env>()
  .get(viserUrl.modele, exigerDroit('engagements.lire'), async (c) => {
    const visiteur = c.get('visiteur')
    const piece = asId<'Piece'>(c.req.param('piece'))
    if (!visiteur || !piece) return notFound(c)
    const { lue } = (await ouvrirAViser(c.get('services'), visiteur.acces, piece, vise(visiteur))) ?? {}
    if (!lue) return notFound(c)
    if (!lue.permis && !vise(visiteur)) return forbidden(c, droits['pieces.viser'].phrase)
    return c.html(<Une p={lue} form={emptyForm()} vise={vise(visiteur)} />)
  })
  .post(viserUrl.modele, exigerDroit('engagements.lire'), async (c) => {
    const visiteur = c.get('visiteur')
    const piece = asId<'Piece'>(c.req.param('piece'))
    if (!visiteur || !piece) return notFound(c)
    const services = c.get('services')
    const lu = await readForm(fields, c)
    const rendre = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) => {
      const { lue, decidee } = (await ouvrirAViser(services, visiteur.acces, piece, vise(visiteur))) ?? {}
      // Qui ne vise pas n’apprend rien d’une pièce qu’un plafond à soi ne couvre pas.
      if (!vise(visiteur) && !lue?.permis)
        return lue ? forbidden(c, direPourquoiPas(lue.pourquoi)) : notFound(c)
      if (lue) return c.html(<Une p={lue} form={form} vise={vise(visiteur)} />, status)
      return decidee
        ? c.html(
            <Page title="Cette pièce n’attend plus de visa" alert={form.alert}>
              <p>
                Quelqu’un vient d’en décider. <a href={pieceUrl({ piece })}>Voir la pièce</a>
              </p>
            </Page>,
            409,
          )
        : notFound(c)
    }
    if (!lu.ok) return rendre(lu.form, lu.status)
    const refus = lu.geste === 'refuser'
    if (refus && !vise(visiteur)) return forbidden(c, droits['pieces.viser'].phrase)
    const r = await viser(
      services,
      visiteur.acces,
      piece,
      refus ? { decision: 'refuse', motif: lu.data.motif } : { decision: 'accorde' },
    )
    if (!r.ok)
      return rendre(
        withAlert(lu.form, { titre: 'Rien n’a été décidé', phrase: r.error.phrase }),
        r.error.code === 'motif' ? 422 : 409,
      )
    return redirectWith(c, vise(visiteur) ? visasUrl() : pieceUrl({ piece }), {
      genre: 'fait',
      fort: refus ? `Visa refusé à ${r.value.numero}.` : `Visa accordé à ${r.value.numero}.`,
      suite: refus ? 'La personne lira votre raison sur la pièce.' : 'Elle peut partir au client.',
    })
  })
