import { Hono } from 'hono'
import { z } from 'zod'
import { asId, type Id } from '#kernel/id.ts'
import { centimes, formaterMontant, montantDecimal } from '#kernel/montant.ts'
import { accorder, compter } from '#kernel/texte.ts'
import { nomDuGenre, type PieceId } from '#modules/documents/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { Actions, Alert, Empty, Exporter, FilterField, Filters, Form, Page, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { lireMots } from '#web/filtrer.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { attentesDepuis, FILE_MAX, type FiltresDeVisa, fileDesVisas, type PieceAViser } from '../db/visas.ts'
import { attenteMediane, direAttente, type Lot } from '../domain/plafonds.ts'
import { viserUnLot } from '../gestes/viser.ts'
import { absencesUrl, plafondsUrl, visasCsvUrl, visasUrl, viserUrl } from '../liens.ts'

/** La médiane se lit sur trente jours : assez pour une équipe, assez court pour dire la semaine. */
const JOURS_DE_MEDIANE = 30

const fields = z.object({
  pieces: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((v) =>
      (typeof v === 'string' ? [v] : (v ?? [])).flatMap((x) => asId<'Piece'>(x) ?? ([] as Id<'Piece'>[])),
    ),
})
type Formulaire = FormOf<typeof fields>
type Filtres = {
  readonly q: string
  readonly genre: string
  readonly enseigne: string
  readonly auMoins: string
  readonly age: string
  readonly tri: string
}
const sansFiltre: Filtres = { q: '', genre: '', enseigne: '', auMoins: '', age: '', tri: '' }

/** Ce que l’adresse demande, tel que la base le choisit : ce qui ne se lit pas ne filtre rien. */
const enFiltres = (f: Filtres, maintenant: Date): FiltresDeVisa => {
  const euros = /^\d{1,9}$/.test(f.auMoins) ? Number(f.auMoins) * 100 : null
  const jours = /^\d{1,3}$/.test(f.age) ? Number(f.age) : null
  const activite = asId<'Activite'>(f.enseigne)
  return {
    q: f.q,
    genre: f.genre,
    ...(activite ? { activite } : {}),
    auMoins: euros,
    avant: jours === null ? null : new Date(maintenant.getTime() - jours * 86_400_000),
    tri: f.tri,
  }
}

const prix = (p: PieceAViser) => (p.montant === null ? '' : formaterMontant(centimes(p.montant)))
const heuresDepuis = (le: Date, maintenant: Date) =>
  Math.max(0, Math.floor((maintenant.getTime() - le.getTime()) / 3_600_000))

const Tete = ({
  toutes,
  mediane,
  maintenant,
}: {
  toutes: readonly PieceAViser[]
  mediane: number | undefined
  maintenant: Date
}) => {
  const total = toutes.reduce((t, p) => t + (p.montant ?? 0), 0)
  const ancienne = toutes[0]
  return (
    <>
      {ancienne
        ? `${toutes.length > FILE_MAX ? 'Les plus anciennes, pour' : 'Pour'} ${formaterMontant(centimes(total))}, la première depuis ${direAttente(heuresDepuis(ancienne.emiseLe, maintenant))}. `
        : ''}
      {mediane === undefined
        ? 'Rien ne part au client avant un visa.'
        : `Depuis trente jours, la moitié des visas arrivent en ${mediane < 1 ? direAttente(mediane) : `${direAttente(mediane)} ou moins`}.`}
    </>
  )
}

const options = (valeurs: readonly (readonly [string, string])[], tous: string) => [
  { value: '', label: tous },
  ...[...new Map(valeurs)].map(([value, label]) => ({ value, label })),
]

const File = (p: {
  toutes: readonly PieceAViser[]
  /** Celles que les filtres gardent. */
  pieces: readonly PieceAViser[]
  filtres: Filtres
  mediane: number | undefined
  maintenant: Date
  form: Formulaire
  lot?: Lot
}) => {
  const { pieces } = p
  const n = p.toutes.length
  return (
    <Page
      title={
        n === 0
          ? 'Aucune pièce n’attend de visa'
          : n > FILE_MAX
            ? `Plus de ${FILE_MAX} pièces attendent un visa`
            : `${compter(n, 'pièce')} ${n > 1 ? 'attendent' : 'attend'} un visa`
      }
      lede={<Tete toutes={p.toutes} mediane={p.mediane} maintenant={p.maintenant} />}
      alert={p.form.alert}
    >
      {p.lot && p.lot.laissees.length > 0 ? (
        <Alert
          genre="mal"
          fort={`${compter(p.lot.laissees.length, 'pièce')} ${accorder(p.lot.laissees.length, 'laissée')}.`}
        >
          {p.lot.laissees.map((l) => `${l.numero} : ${l.phrase}`).join(' ')}
        </Alert>
      ) : null}
      {n === 0 ? (
        <Empty titre="La file est vide">
          Un devis, une convention, un contrat ou un avenant émis par une enseigne arrive ici aussitôt ; une
          facture ou un avoir, dès que son visa est demandé.
        </Empty>
      ) : (
        <>
          <Filters label="Choisir des pièces" action={visasUrl()}>
            <FilterField name="q" label="Pièce, enseigne" value={p.filtres.q} />
            <FilterField
              name="genre"
              label="Genre"
              value={p.filtres.genre}
              options={options(
                p.toutes.map((x) => [x.genre, nomDuGenre(x.genre)]),
                'tous',
              )}
            />
            <FilterField
              name="enseigne"
              label="Enseigne"
              value={p.filtres.enseigne}
              options={options(
                p.toutes.map((x) => [x.activite, x.enseigne]),
                'toutes',
              )}
            />
            <FilterField
              name="auMoins"
              label="Prix HT"
              value={p.filtres.auMoins}
              options={[
                { value: '', label: 'tous' },
                ...[1000, 5000, 10_000].map((x) => ({
                  value: String(x),
                  label: `${formaterMontant(centimes(x * 100))} et plus`,
                })),
              ]}
            />
            <FilterField
              name="age"
              label="Attend depuis"
              value={p.filtres.age}
              options={[
                { value: '', label: 'toujours' },
                { value: '1', label: 'un jour et plus' },
                { value: '3', label: 'trois jours et plus' },
                { value: '7', label: 'une semaine et plus' },
              ]}
            />
            <FilterField
              name="tri"
              label="D’abord"
              value={p.filtres.tri}
              options={[
                { value: '', label: 'la plus ancienne' },
                { value: 'montant', label: 'la plus chère' },
              ]}
            />
          </Filters>
          {pieces.length === 0 ? (
            <p>Aucune pièce qui attend ne répond à ce choix.</p>
          ) : (
            <Form form={p.form} classe="">
              <Table
                legende="Les pièces qui attendent un visa"
                lignes={pieces}
                colonnes={[
                  {
                    titre: 'Dans le lot',
                    cell: (x) => (
                      <input
                        type="checkbox"
                        name="pieces"
                        value={x.id}
                        disabled={!x.ouverte || !x.permis}
                        aria-label={
                          x.ouverte
                            ? `Mettre ${x.numero} dans le lot`
                            : `${x.numero}, à ouvrir avant de la mettre dans le lot`
                        }
                      />
                    ),
                  },
                  {
                    titre: 'Pièce',
                    entete: true,
                    cell: (x) => (
                      <>
                        <a href={viserUrl({ piece: x.id })}>{x.numero}</a>{' '}
                        <small>
                          {x.sorte === 'piece' ? nomDuGenre(x.genre) : 'avant son émission'}
                          {x.premier === null
                            ? ''
                            : x.pourquoi === 'premier'
                              ? ', vous avez donné le premier visa'
                              : ', second visa'}
                          {x.pourquoi === 'au-dessus' || x.pourquoi === 'cumul'
                            ? ', au-dessus de votre plafond'
                            : ''}
                        </small>
                      </>
                    ),
                  },
                  {
                    titre: 'Enseigne',
                    cell: (x) => (
                      <>
                        {x.enseigne} <small>{x.client ?? x.libelle}</small>
                      </>
                    ),
                  },
                  { titre: 'Prix HT', nombre: true, cell: prix },
                  { titre: 'Depuis', cell: (x) => direAttente(heuresDepuis(x.emiseLe, p.maintenant)) },
                  {
                    titre: 'Aperçu',
                    cell: (x) =>
                      x.ouverte ? (
                        'ouverte'
                      ) : (
                        <a href={viserUrl({ piece: x.id })}>
                          Ouvrir<span class="unseen"> {x.numero}</span>
                        </a>
                      ),
                  },
                ]}
              />
              <p class="note">Un lot ne vise que ce que vous avez ouvert, cinquante pièces au plus.</p>
              <Actions libelle="Accorder le visa aux pièces cochées">
                <a href={plafondsUrl()}>Plafonds de chaque personne</a>{' '}
                <a href={absencesUrl()}>Absences et second visa</a>
              </Actions>
            </Form>
          )}
          <p>
            <Exporter href={visasCsvUrl()} />
          </p>
        </>
      )}
      {n === 0 ? (
        <p>
          <a href={plafondsUrl()}>Ce que chaque personne vise seule</a>,{' '}
          <a href={absencesUrl()}>absences et second visa</a>
        </p>
      ) : null}
    </Page>
  )
}

const horsCae =
  'La file des visas est celle des coopératives d’activité et d’emploi : ici, une pièce émise peut partir.'

export const visasPages = new Hono<Env>()
  .get(visasUrl.modele, exigerDroit('pieces.viser'), async (c) => {
    const { db, clock } = c.get('services')
    const visiteur = c.get('visiteur')
    if (!visiteur) return notFound(c)
    const maintenant = clock.now()
    const depuis = new Date(maintenant.getTime() - JOURS_DE_MEDIANE * 86_400_000)
    const { genre = '', enseigne = '', auMoins = '', age = '', tri = '' } = c.req.query()
    const filtres: Filtres = { q: lireMots(c), genre, enseigne, auMoins, age, tri }
    const filtre = Object.values(filtres).some((x) => x !== '')
    const lue = await db.withTenant(visiteur.acces, async (tx) => {
      const file = await fileDesVisas(tx)
      return {
        file,
        pieces: filtre ? await fileDesVisas(tx, enFiltres(filtres, maintenant)) : file,
        attentes: await attentesDepuis(tx, depuis),
      }
    })
    if (!lue?.file) return forbidden(c, horsCae)
    return c.html(
      <File
        toutes={lue.file}
        pieces={lue.pieces ?? []}
        filtres={filtres}
        mediane={attenteMediane(lue.attentes)}
        maintenant={maintenant}
        form={emptyForm()}
      />,
    )
  })
  .post(visasUrl.modele, exigerDroit('pieces.viser'), async (c) => {
    const services = c.get('services')
    const visiteur = c.get('visiteur')
    if (!visiteur) return notFound(c)
    const lu = await readForm(fields, c)
    const rendre = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422, lot?: Lot) => {
      const file = await services.db.withTenant(
        visiteur.acces,
        async (tx) => (await fileDesVisas(tx)) ?? null,
      )
      return file
        ? c.html(
            <File
              toutes={file}
              pieces={file}
              filtres={sansFiltre}
              mediane={undefined}
              maintenant={services.clock.now()}
              form={form}
              {...(lot ? { lot } : {})}
            />,
            status,
          )
        : forbidden(c, horsCae)
    }
    if (!lu.ok) return rendre(lu.form, lu.status)
    const r = await viserUnLot(services, visiteur.acces, lu.data.pieces as PieceId[])
    if (!r.ok)
      return rendre(withAlert(lu.form, { titre: 'Rien n’a été décidé', phrase: r.error.phrase }), 422)
    const { visees } = r.value
    if (r.value.laissees.length > 0 && visees.length === 0) return rendre(lu.form, 409, r.value)
    if (r.value.laissees.length > 0) return rendre(emptyForm(), 200, r.value)
    return redirectWith(c, visasUrl(), {
      genre: 'fait',
      fort: `Visa accordé à ${compter(visees.length, 'pièce')}.`,
      suite: 'Ce qui n’attend plus personne peut partir au client.',
    })
  })
  .get(visasCsvUrl.modele, exigerDroit('pieces.viser'), async (c) => {
    const visiteur = c.get('visiteur')
    if (!visiteur) return notFound(c)
    const lue = await c
      .get('services')
      .db.withTenant(visiteur.acces, async (tx) => ({ file: await fileDesVisas(tx, {}, true) }))
    if (!lue?.file) return forbidden(c, horsCae)
    return repondreCsv(
      c,
      'visas',
      enCsv(
        ['numero', 'piece', 'enseigne', 'prix_ht', 'emise_le'],
        lue.file.map((p) => [
          p.numero,
          p.libelle,
          p.enseigne,
          p.montant === null ? null : montantDecimal(centimes(p.montant)),
          p.emiseLe.toISOString(),
        ]),
      ),
    )
  })
