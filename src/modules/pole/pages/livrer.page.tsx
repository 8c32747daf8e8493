import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { uneLigne } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Field, FieldSection, Form, Page } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { facultatif, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Groupe, groupesDu } from '../db/suites.ts'
import { type Dossier, type DossierId, type LivrableId, lireDossier } from '../db/travaux.ts'
import { livrer } from '../gestes/livrer.ts'
import { type Regard, regarder } from '../lecture/regard.ts'
import { dossierUrl, groupeUrl, livrableUrl, livrerUrl, polesUrl, poleUrl } from '../liens.ts'
import { ChampsDepot, champsDepot, enDepot, nomsDepot } from './livrable-champs.tsx'

const dossierId = (t: string) => asId<'Dossier'>(t) as DossierId | undefined
const fields = z.object({
  titre: texte({ min: 3, max: 200, vide: 'Donnez un titre au document.' }),
  dossier: facultatif(identifiant(dossierId)),
  ...champsDepot,
})

type VueProps = { r: Regard; g: Groupe; d: Dossier | undefined; form: FormOf<typeof fields> }
const Vue = ({ r, g, d, form }: VueProps) => (
  <Page
    title={d ? 'Déposer un document' : 'Livrer un document'}
    lede={
      d
        ? `Il ne se lira que dans « ${d.nom} ».`
        : 'Tout le pôle le lira. Sa première version ; les suivantes s’y ajouteront, aucune ne se perd.'
    }
    path={[
      { libelle: 'Pôle', href: polesUrl() },
      { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
      { libelle: g.nom, href: groupeUrl({ pole: r.pole.id, groupe: g.id }) },
      ...(d ? [{ libelle: d.nom, href: dossierUrl({ pole: r.pole.id, dossier: d.id }) }] : []),
    ]}
    alert={form.alert}
  >
    <Form
      form={form}
      action={livrerUrl({ pole: r.pole.id, groupe: g.id })}
      fichiers
      noms={{ titre: 'Titre', ...nomsDepot }}
    >
      {d ? <input type="hidden" name="dossier" value={d.id} /> : null}
      <FieldSection titre="Ce que c’est">
        <Field form={form} name="titre" label="Titre" span={3} />
      </FieldSection>
      <ChampsDepot form={form} />
      <Actions libelle={d ? 'Déposer' : 'Livrer'}>
        <a
          href={
            d ? dossierUrl({ pole: r.pole.id, dossier: d.id }) : groupeUrl({ pole: r.pole.id, groupe: g.id })
          }
        >
          Revenir sans rien déposer
        </a>
      </Actions>
    </Form>
  </Page>
)

/** `/poles/:pole/groupes/:groupe/livrer` : un document neuf, au groupe ou (`?dossier=`) dans un dossier fermé. */
export const livrerPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const ecrit = exigerDroit('pole.participer')
  const ouvrir = (
    c: Context<Env>,
    brut: string | undefined,
    work: (tx: TenantTx, visiteur: Visiteur, v: Omit<VueProps, 'form'>) => Promise<Response>,
  ) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const r = await regarder(tx, visiteur, c.req.param('pole') ?? '')
      const id = asId<'Groupe'>(c.req.param('groupe') ?? '')
      const g = r && id && (await groupesDu(tx, r.pole.id)).find((x) => x.id === id)
      if (!r || !g || !r.participe) return notFound(c)
      if (!brut) return work(tx, visiteur, { r, g, d: undefined })
      const dossier = dossierId(brut)
      const d = dossier && (await lireDossier(tx, r.pole.id, dossier))
      return d?.groupe === g.id ? work(tx, visiteur, { r, g, d }) : notFound(c)
    })
  return new Hono<Env>()
    .get(livrerUrl.modele, ecrit, (c) =>
      ouvrir(c, c.req.query('dossier'), async (_tx, _visiteur, v) =>
        c.html(
          <Vue
            {...v}
            form={emptyForm(undefined, {
              dateLe: formaterDate(jourLocal(clock.now(), ZONE_PAR_DEFAUT), 'chiffres'),
            })}
          />,
        ),
      ),
    )
    .post(livrerUrl.modele, ecrit, async (c) => {
      const lu = await readForm(fields, c)
      return ouvrir(c, fieldValue(lu.form, 'dossier') || undefined, async (tx, visiteur, v) => {
        if (!lu.ok) return c.html(<Vue {...v} form={lu.form} />, lu.status)
        const le = clock.now()
        const id = ((lu.jeton && asId<'Livrable'>(lu.jeton)) || newId<'Livrable'>(le)) as LivrableId
        const fait = await livrer(
          tx,
          v.r.pole.id,
          v.g,
          { id, titre: uneLigne(lu.data.titre), dossier: v.d?.id ?? null },
          enDepot(lu.data),
          { compte: visiteur.personneId, nom: visiteur.nom },
          le,
        )
        if (!fait.ok) return c.html(<Vue {...v} form={withAlert(lu.form, fait.error.phrase)} />, 409)
        return redirectWith(c, livrableUrl({ pole: v.r.pole.id, livrable: id }), {
          genre: 'fait',
          fort: 'Le document est livré.',
          suite: 'Une autre personne que vous le relit.',
        })
      })
    })
}
