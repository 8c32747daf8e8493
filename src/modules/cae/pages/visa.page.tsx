import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId, type Id } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import type { Refus } from '#kernel/refus.ts'
import { majuscule } from '#kernel/texte.ts'
import { formaterInstant, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { Adhesion } from '#modules/comptes/index.ts'
import { pieceUrl } from '#modules/documents/index.ts'
import { projetUrl } from '#modules/facturation/index.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { Button, ButtonLink, Definitions, Field, Form, Page, Section } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { entier, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { type PasDeVisa, type PieceAViser, projetDe, type SousConditions } from '../db/visas.ts'
import { direPourquoiPas } from '../domain/plafonds.ts'
import { leverConditions, ouvrirAViser, viser } from '../gestes/viser.ts'
import { visasUrl, viserUrl } from '../liens.ts'
import type { PrisesCae } from '../prises.ts'
import { direRoles, direSuite, LOT_OUVERT, nomDuCompte, nommer } from './visas-vue.tsx'

const fields = z.object({
  motif: texte({ max: 500 }),
  conditions: texte({ max: 500 }),
  version: facultatif(entier({ min: 1 })),
})
type Formulaire = FormOf<typeof fields>

type Genres = PrisesCae['genresAViser']
type Lisible = Pick<PieceAViser, 'id' | 'sorte' | 'genre' | 'page'>
const genreDe = (genres: Genres, p: Pick<Lisible, 'genre'>) => genres.find((g) => g.genre === p.genre)
/** Où se lit ce que l’on vise : la pièce, le projet d’une facture, ou la page de ce qui n’en a pas. */
const ouLire = (genres: Genres, p: Lisible): string => {
  if (p.sorte === 'objet') return genreDe(genres, p)?.href(p.page ?? '') ?? visasUrl()
  return p.sorte === 'piece' ? pieceUrl({ piece: p.id }) : projetUrl({ projet: projetDe(p) })
}
/** Qui lit la raison d’un refus : d’un objet, parfois une autre coopérative. */
const quiLit = (genres: Genres, p: Lisible & Pick<PieceAViser, 'detail'>): string =>
  (p.sorte === 'objet' ? genreDe(genres, p)?.lecteur(p.detail) : undefined) ?? 'La personne qui l’a préparée'
const quoiLire = (genres: Genres, p: Lisible): string =>
  p.sorte === 'objet'
    ? `Lire ${genreDe(genres, p)?.defini ?? 'sa page'}`
    : p.sorte === 'piece'
      ? 'Lire la pièce'
      : 'Lire le projet'

/** L’équipe d’appui décide ; qui a un plafond accorde le visa de sa pièce, et ne refuse rien. */
const Une = ({
  p,
  form,
  vise,
  genres,
  suivante,
}: {
  p: PieceAViser
  form: Formulaire
  vise: boolean
  genres: Genres
  suivante?: PieceAViser | undefined
}) => {
  const ici = viserUrl({ piece: p.id })
  const version = <input type="hidden" name="version" value={p.version === null ? '' : String(p.version)} />
  return (
    <Page
      title={`Viser ${p.numero}`}
      lede={
        p.sorte === 'objet'
          ? 'Rien n’engage la coopérative avant un visa.'
          : 'Rien de ce qui engage la coopérative ne part au client avant un visa. Une pièce est visée une fois.'
      }
      path={vise ? [{ libelle: 'Visas', href: visasUrl() }] : []}
      alert={form.alert}
    >
      <Section titre={majuscule(nommer(p, genres))} id="piece">
        <Definitions
          lignes={[
            ...(p.libelle ? [['Objet', p.libelle] as const] : []),
            [p.sorte === 'objet' ? 'Avec' : 'Pour', p.client ?? 'non dit'],
            ['Enseigne', p.enseigne],
            ['Prix convenu', p.montant === null ? 'ne se lit pas' : formaterMontant(centimes(p.montant))],
            [
              p.sorte === 'piece' ? 'Émise le' : p.sorte === 'objet' ? 'Attend depuis le' : 'Visa demandé le',
              formaterDate(jourLocal(p.emiseLe, ZONE_PAR_DEFAUT)),
            ],
          ]}
        />
        <p>
          <ButtonLink href={ouLire(genres, p)}>
            {quoiLire(genres, p)}
            <span class="unseen"> {p.numero}</span>
          </ButtonLink>
        </p>
        {vise ? (
          <p>
            {suivante ? (
              <a href={viserUrl({ piece: suivante.id })}>
                Ouvrir la suivante<span class="unseen"> : {suivante.numero}</span>
              </a>
            ) : (
              <a href={LOT_OUVERT}>Vous avez tout ouvert : composer le lot</a>
            )}
          </p>
        ) : null}
      </Section>
      <Section
        titre={p.premier === null ? 'Décision' : 'Second visa'}
        id="decision"
        sous={p.premier === null ? undefined : 'Au-dessus de ce montant, deux personnes visent.'}
      >
        {p.supplee !== null && p.permis ? <p>Vous visez à la place d’une personne absente.</p> : null}
        {p.permis ? (
          <Form form={emptyForm()} action={ici} classe="">
            {version}
            <Button genre="main" geste="accorder">
              {p.premier === null ? 'Accorder le visa' : 'Accorder le second visa'}
            </Button>
          </Form>
        ) : (
          <p>{direPourquoiPas(p.pourquoi)}</p>
        )}
        {p.permis && p.premier === null ? (
          <details>
            <summary>Accorder sous conditions</summary>
            <Form form={form} action={ici} classe="champs">
              {version}
              <Field
                form={form}
                name="conditions"
                label={
                  p.sorte === 'objet'
                    ? 'Ce qu’il faut faire avant que la coopérative s’engage'
                    : 'Ce qu’il faut faire avant qu’elle parte'
                }
                maxlength={500}
                hint={
                  p.sorte === 'objet'
                    ? 'Qui l’a demandé ici, ou qui vise, dit quand c’est fait ; d’ici là, rien ne nous engage.'
                    : 'La personne qui l’a émise dit quand c’est fait ; d’ici là, rien ne part.'
                }
              />
              <Button geste="sous-conditions">Accorder sous conditions</Button>
            </Form>
          </details>
        ) : null}
        {(p.premier === null ? vise || p.supplee !== null : p.permis) ? (
          <details open={form.alert !== undefined}>
            <summary>Refuser le visa</summary>
            <Form form={form} action={ici} classe="champs">
              {version}
              <Field
                form={form}
                name="motif"
                label="Pourquoi"
                maxlength={500}
                hint={`${quiLit(genres, p)} lira votre raison.`}
                error={form.alert?.phrase}
              />
              <Button genre="grave" geste="refuser">
                Refuser le visa
              </Button>
            </Form>
          </details>
        ) : null}
      </Section>
    </Page>
  )
}

/** Un visa accordé sous conditions : qui a émis la pièce, ou qui vise, dit que c’est fait. */
const ALever = ({
  p,
  form,
  vise,
  genres,
}: {
  p: SousConditions
  form: Formulaire
  vise: boolean
  genres: Genres
}) => (
  <Page
    title={`${p.numero} : visée sous conditions`}
    path={vise ? [{ libelle: 'Visas', href: visasUrl() }] : []}
    alert={form.alert}
  >
    <Section titre="Ce qu’il faut faire" id="conditions">
      <p>{p.conditions}</p>
      <p>
        <ButtonLink href={ouLire(genres, p)}>{quoiLire(genres, p)}</ButtonLink>
      </p>
      <Form form={form} action={viserUrl({ piece: p.id })} classe="champs">
        <Field
          form={form}
          name="motif"
          label="Ce qui a été fait"
          maxlength={500}
          hint="Qui vise lira votre phrase ici."
          error={form.alert?.phrase}
        />
        <Button genre="main" geste="lever">
          {p.sorte === 'objet' ? 'C’est fait' : 'C’est fait : elle peut partir'}
        </Button>
      </Form>
    </Section>
  </Page>
)

const motsDePas: Readonly<Record<PasDeVisa['pas'], string>> = {
  accord: 'a accordé le visa',
  second: 'a accordé le second visa',
  refus: 'a refusé le visa',
  levee: 'a dit les conditions remplies',
  seul: 'l’a engagé sans visa',
  connu: '',
}
/** Le plafond sous lequel un visa fut accordé ; rien s’il n’en avait pas, ou s’il ne se gardait pas encore. */
const direSousQuoi = (x: PasDeVisa): string =>
  x.pour === null || x.plafond === null
    ? ''
    : `, sous ${x.pour === 'soi' ? 'son plafond' : 'la borne'} de ${formaterMontant(centimes(x.plafond))}`
/** Ce qui n’attend plus : qui en a décidé, quand, et ce qui fut écrit. */
const Decidee = ({
  piece,
  pas,
  gens,
  form,
}: {
  piece: Id<'Piece'>
  pas: readonly PasDeVisa[]
  gens: readonly Adhesion[]
  form: Formulaire
}) => {
  const dits = pas.filter((x) => x.pas !== 'connu')
  const [motif] = form.values.get('motif') ?? []
  const sorte = pas[0]?.sorte
  return (
    <Page
      title={sorte === 'piece' ? 'Cette pièce n’attend plus de visa' : 'Cela n’attend plus de visa'}
      path={[{ libelle: 'Visas', href: visasUrl() }]}
      alert={form.alert}
    >
      {motif ? <p>Vous aviez écrit : « {motif} »</p> : null}
      {dits.length === 0 ? (
        <p>Personne n’en a décidé ici : le délai est passé, ou la demande est retirée.</p>
      ) : (
        <ul>
          {dits.map((x) => (
            <li>
              {x.le ? `${majuscule(formaterInstant(x.le))} : ` : ''}
              {x.par ? nomDuCompte(gens, x.par) : 'Une personne'}
              {x.roles?.length ? ` (${direRoles(x.roles)})` : ''} {motsDePas[x.pas]}
              {direSousQuoi(x)}
              {x.auNomDe ? `, à la place de ${nomDuCompte(gens, x.auNomDe)}` : ''}
              {x.note ? ` : « ${x.note} »` : ''}.
            </li>
          ))}
        </ul>
      )}
      {sorte === 'piece' ? (
        <p>
          <a href={pieceUrl({ piece })}>Voir la pièce</a>
        </p>
      ) : null}
    </Page>
  )
}

/** Deux qui attendent au même identifiant : la file les montre, et rien n’en a été décidé. */
const EnDouble = ({ form }: { form: Formulaire }) => {
  const [motif] = form.values.get('motif') ?? []
  return (
    <Page
      title="Deux choses à viser ont le même identifiant"
      path={[{ libelle: 'Visas', href: visasUrl() }]}
      alert={form.alert}
    >
      {motif ? <p>Vous aviez écrit : « {motif} »</p> : null}
      <p>
        Elles attendent toutes les deux, et cette adresse ne dit pas laquelle : aucune ne se vise. Qui a
        demandé l’une des deux la retire, puis la demande de nouveau.
      </p>
    </Page>
  )
}

const vise = (v: Visiteur) => peutVisiteur(v, 'pieces.viser')

export const visaPage = ({ genresAViser: genres }: Pick<PrisesCae, 'genresAViser'>) =>
  new Hono<Env>()
    .get(viserUrl.modele, exigerDroit('engagements.lire'), async (c) => {
      const visiteur = c.get('visiteur')
      const piece = asId<'Piece'>(c.req.param('piece'))
      if (!visiteur || !piece) return notFound(c)
      const {
        lue,
        conditions,
        suivante,
        deux,
        pas = [],
        gens = [],
      } = (await ouvrirAViser(c.get('services'), visiteur.acces, piece, vise(visiteur))) ?? {}
      if (conditions)
        return c.html(<ALever p={conditions} form={emptyForm()} vise={vise(visiteur)} genres={genres} />)
      if (deux) return c.html(<EnDouble form={emptyForm()} />)
      if (!lue)
        return pas.length > 0
          ? c.html(<Decidee piece={piece} pas={pas} gens={gens} form={emptyForm()} />)
          : notFound(c)
      if (!lue.permis && !vise(visiteur)) return forbidden(c, droits['pieces.viser'].phrase)
      return c.html(
        <Une p={lue} form={emptyForm()} vise={vise(visiteur)} genres={genres} suivante={suivante} />,
      )
    })
    .post(viserUrl.modele, exigerDroit('engagements.lire'), async (c) => {
      const visiteur = c.get('visiteur')
      const piece = asId<'Piece'>(c.req.param('piece'))
      if (!visiteur || !piece) return notFound(c)
      const services = c.get('services')
      const lu = await readForm(fields, c)
      const rendre = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) => {
        const {
          lue,
          conditions,
          deux,
          pas = [],
          gens = [],
        } = (await ouvrirAViser(services, visiteur.acces, piece, vise(visiteur))) ?? {}
        if (conditions)
          return c.html(<ALever p={conditions} form={form} vise={vise(visiteur)} genres={genres} />, status)
        if (deux) return c.html(<EnDouble form={form} />, 409)
        // Qui ne vise pas n’apprend rien d’une pièce qu’un plafond à soi ne couvre pas.
        if (!vise(visiteur) && !lue?.permis)
          return lue ? forbidden(c, direPourquoiPas(lue.pourquoi)) : notFound(c)
        if (lue) return c.html(<Une p={lue} form={form} vise={vise(visiteur)} genres={genres} />, status)
        return pas.length > 0
          ? c.html(<Decidee piece={piece} pas={pas} gens={gens} form={form} />, 409)
          : notFound(c)
      }
      if (!lu.ok) return rendre(lu.form, lu.status)
      const { motif, conditions, version = null } = lu.data
      const rater = (r: Refus) =>
        rendre(
          withAlert(lu.form, { titre: 'Rien n’a été décidé', phrase: r.phrase }),
          r.code === 'motif' || r.code === 'note' || r.code === 'conditions' ? 422 : 409,
        )
      if (lu.geste === 'lever') {
        const leve = await leverConditions(services, visiteur.acces, piece, motif)
        return leve.ok
          ? redirectWith(c, ouLire(genres, leve.value), {
              genre: 'fait',
              fort: 'Les conditions du visa sont levées.',
              suite:
                leve.value.sorte !== 'objet'
                  ? 'Ce qui n’attend plus personne peut partir au client.'
                  : leve.value.vaut
                    ? 'La coopérative est engagée.'
                    : 'Une autre personne donne encore le second visa.',
            })
          : rater(leve.error)
      }
      const refuse = lu.geste === 'refuser'
      if (refuse && !vise(visiteur)) {
        const { lue } = (await ouvrirAViser(services, visiteur.acces, piece, false)) ?? {}
        if (!lue?.permis || (lue.supplee === null && lue.premier === null))
          return forbidden(c, droits['pieces.viser'].phrase)
      }
      const sous = lu.geste === 'sous-conditions'
      if (sous && conditions.length < 3)
        return rater({ code: 'conditions', phrase: 'Écrivez ce qu’il faut faire avant.' })
      const r = await viser(
        services,
        visiteur.acces,
        piece,
        refuse ? { decision: 'refuse', motif } : { decision: 'accorde', ...(sous ? { conditions } : {}) },
        { version },
      )
      if (!r.ok) return rater(r.error)
      return redirectWith(c, vise(visiteur) ? visasUrl() : ouLire(genres, r.value), {
        genre: 'fait',
        fort: `${r.value.aDeux ? 'Premier visa' : r.value.premier === null ? 'Visa' : 'Second visa'} ${refuse ? 'refusé' : 'accordé'} à ${r.value.numero}.`,
        suite: refuse ? `${quiLit(genres, r.value)} lira votre raison.` : direSuite(r.value, sous),
      })
    })
