import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { pieceUrl } from '#modules/documents/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { Button, Chercher, Empty, Exporter, Field, Form, Page, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { filtrer, lireMots } from '#web/filtrer.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { fileDesVisas, type PieceAViser } from '../db/visas.ts'
import { viser } from '../gestes/viser.ts'
import { visasCsvUrl, visasUrl, viserUrl } from '../liens.ts'

const fields = z.object({ motif: texte({ max: 500 }) })
type Formulaire = FormOf<typeof fields>
type Revenu = { readonly piece: string; readonly form: Formulaire }

const jour = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT), 'court')
const montant = (p: PieceAViser) => (p.montant === null ? '' : formaterMontant(centimes(p.montant)))

const Decider = ({ p, form }: { p: PieceAViser; form: Formulaire }) => (
  <>
    <Form form={emptyForm()} action={viserUrl({ piece: p.id })} classe="">
      <Button genre="main" geste="accorder">
        Accorder<span class="unseen"> le visa à {p.numero}</span>
      </Button>
    </Form>
    <details open={form.alert !== undefined}>
      <summary>Refuser</summary>
      <Form form={form} action={viserUrl({ piece: p.id })} classe="champs">
        <Field form={form} name="motif" label="Pourquoi" maxlength={500} error={form.alert?.phrase} />
        <Button genre="grave" geste="refuser">
          Refuser le visa<span class="unseen"> à {p.numero}</span>
        </Button>
      </Form>
    </details>
  </>
)

const File = ({
  toutes,
  q = '',
  revenu,
}: {
  toutes: readonly PieceAViser[]
  q?: string
  revenu?: Revenu
}) => {
  const pieces = filtrer(toutes, q, (p) => `${p.numero} ${p.libelle} ${p.enseigne}`)
  return (
    <Page
      title="Visas"
      lede="Ce qui engage la coopérative attend ici, le plus ancien d’abord. Rien ne part au client avant votre visa."
      alert={revenu?.form.alert}
    >
      {toutes.length === 0 ? (
        <Empty titre="Aucune pièce n’attend de visa">
          Un devis, une convention, un contrat ou un avenant émis par une enseigne arrive ici aussitôt.
        </Empty>
      ) : (
        <Chercher quoi="Pièce, enseigne" url={visasUrl()} q={q} rien={pieces.length === 0}>
          <Table
            legende="Pièces qui attendent le visa"
            lignes={pieces}
            colonnes={[
              {
                titre: 'Pièce',
                entete: true,
                cell: (p) => (
                  <>
                    <a href={pieceUrl({ piece: p.id })}>{p.numero}</a> {p.libelle}
                  </>
                ),
              },
              { titre: 'Enseigne', cell: (p) => p.enseigne },
              { titre: 'Prix HT', nombre: true, cell: montant },
              { titre: 'Depuis le', cell: (p) => jour(p.emiseLe) },
              {
                titre: 'Décision',
                cell: (p) => <Decider p={p} form={revenu?.piece === p.id ? revenu.form : emptyForm()} />,
              },
            ]}
          />
          <p>
            <Exporter href={visasCsvUrl()} />
          </p>
        </Chercher>
      )}
    </Page>
  )
}

const horsCae =
  'La file des visas est celle des coopératives d’activité et d’emploi : ici, une pièce émise peut partir.'

export const visasPages = new Hono<Env>()
  .get(visasUrl.modele, exigerDroit('pieces.viser'), async (c) => {
    const visiteur = c.get('visiteur')
    if (!visiteur) return notFound(c)
    const lue = await c
      .get('services')
      .db.withTenant(visiteur.acces, async (tx) => ({ file: await fileDesVisas(tx) }))
    return lue?.file ? c.html(<File toutes={lue.file} q={lireMots(c)} />) : forbidden(c, horsCae)
  })
  .get(visasCsvUrl.modele, exigerDroit('pieces.viser'), async (c) => {
    const visiteur = c.get('visiteur')
    if (!visiteur) return notFound(c)
    const lue = await c
      .get('services')
      .db.withTenant(visiteur.acces, async (tx) => ({ file: await fileDesVisas(tx) }))
    if (!lue?.file) return forbidden(c, horsCae)
    return repondreCsv(
      c,
      'visas',
      enCsv(
        ['numero', 'piece', 'enseigne', 'prix_ht', 'emise_le'],
        lue.file.map((p) => [p.numero, p.libelle, p.enseigne, montant(p), p.emiseLe.toISOString()]),
      ),
    )
  })
  .post(viserUrl.modele, exigerDroit('pieces.viser'), async (c) => {
    const visiteur = c.get('visiteur')
    const piece = asId<'Piece'>(c.req.param('piece'))
    if (!visiteur || !piece) return notFound(c)
    const services = c.get('services')
    const lu = await readForm(fields, c)
    const rendre = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) => {
      const lue = await services.db.withTenant(visiteur.acces, async (tx) => ({
        file: await fileDesVisas(tx),
      }))
      return lue?.file
        ? c.html(<File toutes={lue.file} revenu={{ piece, form }} />, status)
        : forbidden(c, horsCae)
    }
    if (!lu.ok) return rendre(lu.form, lu.status)
    const refus = lu.geste === 'refuser'
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
    return redirectWith(c, visasUrl(), {
      genre: 'fait',
      fort: refus ? `Visa refusé à ${r.value.numero}.` : `Visa accordé à ${r.value.numero}.`,
      suite: refus ? 'La personne lira votre raison sur la pièce.' : 'Elle peut partir au client.',
    })
  })
