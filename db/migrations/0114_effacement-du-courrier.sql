-- Un effacement cherche aussi dans le courrier qui attend, et dit jusqu'à quand reste ce qui ne se corrige pas.
grant select, update on plateforme.courriel to coforme_maintenance;
drop function if exists porte.textes_figes();
