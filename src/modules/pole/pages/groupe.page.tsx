// Long parce qu'un groupe se lit d'un trait : son mandat, qui en est, ce qu'il livre, ses dossiers, et qui le tient.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Etat,
  Facts,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  TextArea,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { date, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, type FormState, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Groupe, groupesDu } from '../db/suites.ts'
import {
  type Dossier,
  type DossierId,
  livrablesDe,
  mesDossiers,
  type Participant,
  participantsDe,
  relecturesDe,
  versionsDe,
} from '../db/travaux.ts'
import {
  changerLeMandat,
  ouvrirUnDossier,
  ouvrirUnGroupe,
  quitterLeGroupe,
  rejoindreLeGroupe,
} from '../gestes/groupe.ts'
import { type Regard, regarder } from '../lecture/regard.ts'
import {
  changerGroupeUrl,
  dossierUrl,
  groupeUrl,
  livrerUrl,
  nouveauGroupeUrl,
  polesUrl,
  poleUrl,
} from '../liens.ts'
import { Exporter } from './exporter.tsx'
import {
  enLivrablesVus,
  type LivrableVu,
  ligneCsvLivrable,
  TableLivrables,
  titresCsvLivrables,
} from './livrables-table.tsx'
import { nomDe } from './reunion-vie.ts'

const champsDossier = z.object({
  nom: texte({ min: 2, max: 160, vide: 'Nommez le dossier.' }),
  objet: texte({ max: 1000 }),
})
const champsGroupe = z.object({
  nom: texte({ min: 2, max: 160, vide: 'Nommez le groupe.' }),
  mandat: texte({ min: 10, max: 2000, vide: 'Écrivez ce que le pôle demande au groupe.' }),
  pilote: texte({ max: 200 }),
  echeance: facultatif(date()),
})
type FormulaireGroupe = FormOf<typeof champsGroupe>

type VueProps = {
  r: Regard
  g: Groupe
  participants: readonly Participant[]
  dossiers: readonly Dossier[]
  livrables: readonly LivrableVu[]
  dedans: boolean
  forms?: Readonly<Record<string, FormState>>
}

const Gens = ({ r, g, participants, dedans, forms = {} }: VueProps) => (
  <Section
    titre="Qui en est"
    id="gens"
    sous={compter(participants.length, 'personne', { zero: 'personne encore' })}
  >
    {participants.length === 0 ? (
      <p>Un groupe avance avec deux ou trois personnes. Entrez-y : vous pourrez y livrer, et en sortir.</p>
    ) : (
      <ul class="puces">
        {participants.map((p) => (
          <li>
            {p.nom}, {nomDe(r, p.organisme)}
          </li>
        ))}
      </ul>
    )}
    {r.participe && g.closLe === null ? (
      <Form
        form={forms.gens ?? emptyForm()}
        action={`${groupeUrl({ pole: r.pole.id, groupe: g.id })}/gens`}
        classe="court"
      >
        <p class="gestes-l">
          <Button geste={dedans ? 'sortir' : 'entrer'} {...(dedans ? {} : { genre: 'main' as const })}>
            {dedans ? 'Sortir du groupe' : 'Entrer dans le groupe'}
          </Button>
        </p>
      </Form>
    ) : null}
  </Section>
)

const Dossiers = ({ r, g, dossiers, dedans, forms = {} }: VueProps) => {
  if (!dedans && dossiers.length === 0) return null
  const form = (forms.dossiers ?? emptyForm()) as FormOf<typeof champsDossier>
  return (
    <Section titre="Dossiers fermés" id="dossiers" sous="ceux où vous entrez">
      {dossiers.length === 0 ? (
        <p>
          Un dossier fermé ne se montre qu’aux personnes qu’on y fait entrer : une réponse à un appel
          d’offres, par exemple. Pour les autres, animation comprise, il n’existe pas.
        </p>
      ) : (
        <ul class="puces">
          {dossiers.map((d) => (
            <li>
              <a href={dossierUrl({ pole: r.pole.id, dossier: d.id })}>{d.nom}</a>
            </li>
          ))}
        </ul>
      )}
      {dedans && g.closLe === null ? (
        <details class="volet" open={forms.dossiers !== undefined}>
          <summary>Ouvrir un dossier fermé</summary>
          <Form
            form={form}
            action={`${groupeUrl({ pole: r.pole.id, groupe: g.id })}/dossiers`}
            classe="court"
          >
            <div class="champs">
              <Field form={form} name="nom" label="Nom du dossier" span={3} />
              <TextArea form={form} name="objet" label="Objet" rows={2} optional />
            </div>
            <p class="gestes-l">
              <Button genre="main">Ouvrir le dossier</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </Section>
  )
}

const Vue = (p: VueProps) => {
  const { r, g, livrables, dedans } = p
  const ici = groupeUrl({ pole: r.pole.id, groupe: g.id })
  return (
    <Page
      title={g.nom}
      lede={g.mandat}
      path={[
        { libelle: 'Pôle', href: polesUrl() },
        { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
      ]}
      alert={Object.values(p.forms ?? {}).find((f) => f.alert)?.alert}
      facts={
        <Facts
          faits={[
            ['Pilote', g.pilote || 'à trouver'],
            ['Échéance', g.echeance ? formaterDate(g.echeance) : 'sans date'],
            [
              'État',
              g.closLe ? (
                <Etat etat="sans-objet" mot={`clos le ${formaterDate(g.closLe)}`} />
              ) : (
                <Etat etat="a-venir" mot="au travail" />
              ),
            ],
            ...(r.anime
              ? [
                  [
                    'Mandat',
                    <a href={changerGroupeUrl({ pole: r.pole.id, groupe: g.id })}>changer</a>,
                  ] as const,
                ]
              : []),
          ]}
        />
      }
    >
      <Section
        titre="Ce qu’il livre"
        id="livrables"
        {...(dedans && g.closLe === null
          ? {
              outils: [{ libelle: 'Livrer un document', href: livrerUrl({ pole: r.pole.id, groupe: g.id }) }],
            }
          : {})}
      >
        {livrables.length === 0 ? (
          <p>
            Rien n’est encore livré. Un livrable a une licence, une date, des versions, et quelqu’un qui l’a
            relu.
          </p>
        ) : (
          <>
            <TableLivrables r={r} lignes={livrables} />
            <Exporter href={withQuery(ici, { format: 'csv' })} quoi="livrables" />
          </>
        )}
      </Section>
      <Gens {...p} />
      <Dossiers {...p} />
    </Page>
  )
}

const Ecrire = ({ r, g, form }: { r: Regard; g?: Groupe; form: FormulaireGroupe }) => (
  <Page
    title={g ? 'Changer le mandat' : 'Ouvrir un groupe de travail'}
    lede={
      g
        ? undefined
        : 'Un mandat court, une échéance, quelqu’un qui tient la barre. Un thème du tour de table peut aussi en faire un.'
    }
    path={[
      { libelle: 'Pôle', href: polesUrl() },
      { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
      ...(g ? [{ libelle: g.nom, href: groupeUrl({ pole: r.pole.id, groupe: g.id }) }] : []),
    ]}
    alert={form.alert}
  >
    <Form
      form={form}
      action={g ? changerGroupeUrl({ pole: r.pole.id, groupe: g.id }) : nouveauGroupeUrl({ pole: r.pole.id })}
      noms={{ nom: 'Nom', mandat: 'Mandat', echeance: 'Échéance' }}
    >
      <FieldSection titre="Le groupe">
        <Field form={form} name="nom" label="Nom" span={3} />
        <TextArea form={form} name="mandat" label="Mandat" rows={3} hint="ce que le pôle lui demande" />
        <Field
          form={form}
          name="pilote"
          label="Pilote"
          optional
          span={2}
          hint="une personne, ou une coopérative"
        />
        <Field form={form} name="echeance" label="Échéance" optional inputmode="numeric" hint="22/03/2027" />
      </FieldSection>
      <Actions libelle={g ? 'Enregistrer le mandat' : 'Ouvrir le groupe'}>
        <a href={g ? groupeUrl({ pole: r.pole.id, groupe: g.id }) : poleUrl({ pole: r.pole.id })}>
          Revenir sans rien changer
        </a>
      </Actions>
    </Form>
  </Page>
)

const phraseAnime = 'Qui anime le pôle donne leur mandat aux groupes.'

/** `/poles/:pole/groupes/…` : ouvrir un groupe, le lire, y entrer, en changer le mandat, y ouvrir un dossier fermé. */
export const groupePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const chemin = groupeUrl.modele
  const lit = exigerDroit('pole.lire')
  const ecrit = exigerDroit('pole.participer')
  const ouvrir = (
    c: Context<Env>,
    work: (tx: TenantTx, visiteur: Visiteur, r: Regard, g: Groupe) => Promise<Response>,
  ) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const r = await regarder(tx, visiteur, c.req.param('pole') ?? '')
      const id = asId<'Groupe'>(c.req.param('groupe') ?? '')
      const g = r && id && (await groupesDu(tx, r.pole.id)).find((x) => x.id === id)
      return r && g ? work(tx, visiteur, r, g) : notFound(c)
    })
  const vue = async (tx: TenantTx, visiteur: Visiteur, r: Regard, g: Groupe): Promise<VueProps> => {
    const participants = await participantsDe(tx, r.pole.id, g.id)
    // Ceux d'un dossier fermé se lisent dans leur dossier.
    const livrables = (await livrablesDe(tx, r.pole.id, { groupe: g.id })).filter((l) => l.dossier === null)
    const ids = livrables.map((l) => l.id)
    return {
      r,
      g,
      participants,
      dossiers: await mesDossiers(tx, r.pole.id, g.id),
      livrables: enLivrablesVus(
        livrables,
        await versionsDe(tx, r.pole.id, ids),
        await relecturesDe(tx, r.pole.id, ids),
        clock.now(),
      ),
      dedans:
        r.participe && participants.some((p) => p.organisme === r.moi && p.compte === visiteur.personneId),
    }
  }

  return new Hono<Env>()
    .get(nouveauGroupeUrl.modele, ecrit, (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        return r.anime ? c.html(<Ecrire r={r} form={emptyForm()} />) : forbidden(c, phraseAnime)
      }),
    )
    .post(nouveauGroupeUrl.modele, ecrit, async (c) => {
      const lu = await readForm(champsGroupe, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        if (!lu.ok) return c.html(<Ecrire r={r} form={lu.form} />, lu.status)
        const le = clock.now()
        const id = ((lu.jeton && asId<'Groupe'>(lu.jeton)) || newId<'Groupe'>(le)) as Groupe['id']
        await ouvrirUnGroupe({ tx, r, visiteur, le }, id, { ...lu.data, echeance: lu.data.echeance ?? null })
        return redirectWith(c, groupeUrl({ pole: r.pole.id, groupe: id }), {
          genre: 'fait',
          fort: 'Le groupe est ouvert.',
          suite: 'Chacune peut y entrer.',
        })
      })
    })
    .get(chemin, lit, (c) =>
      ouvrir(c, async (tx, visiteur, r, g) => {
        const v = await vue(tx, visiteur, r, g)
        return c.req.query('format') === 'csv'
          ? repondreCsv(
              c,
              `${r.pole.code}-livrables`,
              enCsv(titresCsvLivrables, v.livrables.map(ligneCsvLivrable)),
            )
          : c.html(<Vue {...v} />)
      }),
    )
    .get(changerGroupeUrl.modele, ecrit, (c) =>
      ouvrir(c, async (_tx, _v, r, g) =>
        r.anime
          ? c.html(
              <Ecrire
                r={r}
                g={g}
                form={emptyForm(undefined, {
                  nom: g.nom,
                  mandat: g.mandat,
                  pilote: g.pilote,
                  echeance: g.echeance ? formaterDate(g.echeance, 'chiffres') : '',
                })}
              />,
            )
          : forbidden(c, phraseAnime),
      ),
    )
    .post(changerGroupeUrl.modele, ecrit, async (c) => {
      const lu = await readForm(champsGroupe, c)
      return ouvrir(c, async (tx, visiteur, r, g) => {
        if (!r.anime) return forbidden(c, phraseAnime)
        if (!lu.ok) return c.html(<Ecrire r={r} g={g} form={lu.form} />, lu.status)
        const ici = { tx, r, visiteur, le: clock.now() }
        await changerLeMandat(ici, g.id, { ...lu.data, echeance: lu.data.echeance ?? null })
        return redirectWith(c, groupeUrl({ pole: r.pole.id, groupe: g.id }), {
          genre: 'fait',
          fort: 'Le mandat est enregistré.',
        })
      })
    })
    .post(`${chemin}/gens`, ecrit, async (c) => {
      const lu = await readForm(z.object({}), c)
      return ouvrir(c, async (tx, visiteur, r, g) => {
        if (!r.participe)
          return forbidden(c, 'Qui travaille dans la coopérative prend part à la vie du pôle.')
        const ici = { tx, r, visiteur, le: clock.now() }
        if (lu.ok && lu.geste === 'sortir') {
          await quitterLeGroupe(ici, g)
          return redirectWith(c, groupeUrl({ pole: r.pole.id, groupe: g.id }), {
            genre: 'fait',
            fort: 'Vous n’êtes plus de ce groupe.',
            suite: 'Ce que vous y avez livré reste.',
          })
        }
        const fait = await rejoindreLeGroupe(ici, g)
        if (!fait.ok) {
          const form = withAlert(lu.form, fait.error.phrase)
          return c.html(<Vue {...(await vue(tx, visiteur, r, g))} forms={{ gens: form }} />, 409)
        }
        return redirectWith(c, groupeUrl({ pole: r.pole.id, groupe: g.id }), {
          genre: 'fait',
          fort: 'Vous êtes de ce groupe.',
        })
      })
    })
    .post(`${chemin}/dossiers`, ecrit, async (c) => {
      const lu = await readForm(champsDossier, c)
      return ouvrir(c, async (tx, visiteur, r, g) => {
        const revenir = async (form: FormState, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Vue {...(await vue(tx, visiteur, r, g))} forms={{ dossiers: form }} />, statut)
        if (!lu.ok) return revenir(lu.form, lu.status)
        const le = clock.now()
        const id = ((lu.jeton && asId<'Dossier'>(lu.jeton)) || newId<'Dossier'>(le)) as DossierId
        const fait = await ouvrirUnDossier({ tx, r, visiteur, le }, g, { id, ...lu.data })
        if (!fait.ok) return revenir(withAlert(lu.form, fait.error.phrase), 409)
        return redirectWith(c, dossierUrl({ pole: r.pole.id, dossier: id }), {
          genre: 'fait',
          fort: 'Le dossier est ouvert, à vous seule ou seul pour l’instant.',
          suite: 'Faites-y entrer qui en est.',
        })
      })
    })
}
